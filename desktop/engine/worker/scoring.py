"""Reading a given text token by token: how probable the model finds it."""

from __future__ import annotations

from desktop.base.errors import Code
from desktop.engine.model.adapters import Mix
from desktop.engine.model.model import Model
from desktop.engine.protocol.messages import Event, Failed, Score, Scored, Token
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.engine.worker.job import Task
from desktop.engine.worker.token_probabilities import shown, token_info


class ScoreTask(Task):
    """Evaluates prompt and text; the logits of each token say what it expects of the next."""

    def __init__(self, request: Score, prompt: list[int], text: list[int], model: Model, mix: Mix) -> None:
        super().__init__(request.id, request.background, prompt + text, mix=mix)
        self._wanted = max(0, len(prompt) - 1)
        self._alternatives = request.alternatives
        self._infos: list[Token] = []
        if not prompt:
            first = text[0]
            self._infos.append(Token(first, shown(model.vocabulary, first), None, None, None))

    @property
    def wanted(self) -> int:
        return self._wanted

    def read(self, model: Model, row: int, count: int) -> None:
        """Rows of the batch that was just evaluated; the last token of the text has nothing after it."""
        first = self.evaluated - count
        for offset in range(count):
            after = first + offset + 1
            if after < len(self.tokens):
                token = self.tokens[after]
                self._infos.append(
                    token_info(model.context_handle, row + offset, token, self._alternatives, model.vocabulary)
                )

    def last_events(self, outcome: Outcome) -> list[Event]:
        if outcome.ending is not Ending.END:
            code = Code.CANCELLED if outcome.ending is Ending.CANCELLED else Code(outcome.code)
            return [Failed(self.id, code, {"cause": outcome.cause})]
        total = sum(info.logprob for info in self._infos if info.logprob is not None)
        return [Scored(self.id, tuple(self._infos), total, max(0, self.cached))]
