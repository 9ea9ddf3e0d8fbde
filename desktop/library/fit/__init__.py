"""Will it run? How much memory a model takes, part by part, which layers go on which device, how fast it will be.

    shape_of(header, size=0) -> ModelShape            shape.py      what follows from the tensor table; kept as JSON
    shape_of_parts(headers, size=0) -> ModelShape                   the same of a split model
    ShapeStore(file).shape(files) -> ModelShape       shape_store.py  the same of files on disk, remembered
    LoadPlan(context, batch, sequences, ...)          memory.py     how it would be loaded (features/models makes it)
    memory_of(shape, plan) -> Memory                                bytes by part: `.needed`, `.owned`, `.resident`
    place_layers(shape, plan, devices, most=None)     placement.py  -> Placement: `.gpu_layers` of `.layers`, what each
                                                                    device gets, what the machine itself holds
    placed(shape, plan, devices, gpu_layers)                        the same for a number that somebody chose
    predict(shape, plan, rates, placement=None)       speed.py      -> Speed: `.writing`, `.reading`, tokens a second
    measure() -> Rates                                bench.py      takes a second; never on the main thread
    judge(shape, plan, free, devices, rates)          verdict.py    -> Verdict: `.outcome`, `.needed`, `.free`,
                                                                    `.shorter` tokens that fit, `.placement`, `.speed`

Everything but `measure` is arithmetic, done in a millisecond, in some where devices are there.
`desktop/features/models/fits.py` puts it together for this machine and its settings; the sentence is made in
`desktop/ui` and `desktop/cli`.
"""
