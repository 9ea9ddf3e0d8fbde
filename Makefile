# Each target first sets up what it needs (packaging/make.py); a second time there is nothing to do.
#   make run                 open Lamplight
#   make gpu                 the same with llama.cpp for any graphics card, which takes a quarter of an hour to build, once
#   make check               form, lint, types, contracts and the quick tests, in a minute
#   make test                run every test           make test ARGS="tests/store -k trash"
#   make coverage            the same, and list what no test runs
#   make bench               what must be fast, measured on an idle machine
#   make bundle              a folder that runs without Python, in dist/lamplight
#   make wheel               llama.cpp for any processor and card as one wheel, for bundles and installers
#   make backend ARGS=vulkan a backend for graphics cards (or cuda, hip; rpc: other machines), put where Lamplight looks
#   make handbook            the pictures and the generated pages of the help
#   make accessibility       every place in every language, size, look and scale
#   make lint, make format, make translations, make licences
#   make lock                lock the dependencies again (ARGS=--upgrade for newer ones)
PYTHON ?= python3
ARGS ?=
TARGETS := run gpu set-up check test coverage bench bundle wheel backend lint format translations handbook accessibility licences lock

.PHONY: $(TARGETS)
$(TARGETS):
	@$(PYTHON) packaging/make.py $@ $(ARGS)
