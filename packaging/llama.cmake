# Read by CMake right after llama-cpp-python's project(): what isn't installed isn't built. Its own CMakeLists.txt forces
# the helpers of llama.cpp's command line into the cache, half of all files; a variable that is set goes before the cache.
set(LLAMA_BUILD_COMMON OFF)
# Messages of failed assertions name source files: by their place in the source, not on the machine that built it.
if(NOT MSVC)
  add_compile_options("-ffile-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}/=")
endif()
