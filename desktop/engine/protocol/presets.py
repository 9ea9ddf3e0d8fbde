"""Named ways of writing, as data: only what differs from `Sampling`'s defaults."""

from __future__ import annotations

from desktop.engine.protocol.messages import Sampling

PRESETS: dict[str, Sampling] = {
    # the likeliest word each time: extraction, correcting, translating
    "exact": Sampling(temperature=0.0),
    # near the likeliest, without loops: questions and instructions
    "precise": Sampling(temperature=0.3, top_p=0.9, min_p=0.1),
    "balanced": Sampling(),
    # min-p holds the sense while the temperature opens the choice; DRY keeps it from repeating itself
    "creative": Sampling(temperature=1.1, top_k=0, top_p=1.0, min_p=0.05, dry_multiplier=0.8),
    # the commonest words are left out now and then (XTC): surprising prose
    "surprising": Sampling(
        temperature=1.0, top_k=0, top_p=1.0, min_p=0.02, xtc_probability=0.5, xtc_threshold=0.1, dry_multiplier=0.8
    ),
    # as many surprises per word from beginning to end
    "even": Sampling(temperature=1.0, mirostat=2, mirostat_tau=4.0),
}
