"""llama.cpp through its C interface.

The high-level `Llama` class is not used: it cannot be stopped inside a prompt, and it will not share one prompt
between several sequences.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from songwright.core.language import said
from songwright.llm.batch import PlacedToken, TokenBatch
from songwright.llm.bounded import bounded
from songwright.llm.cancel import CancelFlag, DecodingCancelled
from songwright.llm.chat import Message, render_chat
from songwright.llm.model import LoadOptions, Logits, ModelError, ModelInfo, default_threads, usable_cores
from songwright.llm.processors import choose_processor_code
from songwright.llm.rpc_servers import add_servers
from songwright.llm.sequences import MOST_BRANCHES, LlamaBranches, Sequences
from songwright.llm.step_threads import TWO, StepThreads

__all__ = ["LlamaBackend"]

_BATCH = 256  # tokens a decode call; small enough for progress to show, large enough for full prefill speed
_ABORTED = 2  # llama_decode's answer when the abort function said stop
_NO_ROOM = 1
# A chat template is a program that came with a stranger's file. Real ones take some hundredths of a second and less
# than a megabyte.
_TEMPLATE_SECONDS, _TEMPLATE_BYTES = 4.0, 256 << 20
_NO_VOCABULARY, _SENTENCE_PIECE = 0, 1  # llama_vocab_type


class LlamaBackend:
    """A GGUF file run by llama.cpp."""

    def __init__(self, cancel: CancelFlag) -> None:
        self._api: Any = llama_cpp
        self._cancel = cancel
        self._model: Any = None
        self._context: Any = None
        self._vocab: Any = None
        self._template: Callable[[Sequence[Message]], str] | None = None
        self._pieces: dict[int, bytes] = {}
        self._length = 0
        self._capacity = 0
        self._vocabulary = 0
        self._prompt: tuple[int, ...] = ()
        self._prompt_logits: Logits | None = None
        self._current: Logits | None = None
        self._view: Logits | None = None
        self._view_address = 0
        self._log = llama_cpp.llama_log_callback(_Log())
        self._threads: StepThreads | None = None
        self._batch: TokenBatch | None = None
        self._sequences: Sequences | None = None
        self._encoded = (self._api.llama_token * 256)()

    def load(self, path: Path, options: LoadOptions, progress: Callable[[float], None]) -> ModelInfo:
        """Load a file, freeing the one loaded before. Raises ModelError."""
        api = self._api
        self.close()
        api.llama_log_set(self._log, None)
        api.llama_backend_init()
        choose_processor_code()
        add_servers(options.servers)
        parameters = api.llama_model_default_params()
        parameters.n_gpu_layers = options.gpu_layers
        parameters.progress_callback = api.llama_progress_callback(lambda share, _: self._goes_on(progress, share))
        self._model = api.llama_model_load_from_file(os.fsencode(path), parameters)
        if not self._model:
            self._cancel.check()
            raise ModelError(
                said(
                    "llama.cpp cannot load {name}: its architecture is unknown to this version, or the file is "
                    "damaged. Choose another model.",
                    name=path.name,
                ),
                detail=str(path),
            )
        self._vocab = api.llama_model_get_vocab(self._model)
        if api.llama_model_has_encoder(self._model) or not api.llama_model_has_decoder(self._model):
            self.close()
            raise ModelError(
                said("{name} is a model that reads but does not write text. Choose another model.", name=path.name)
            )
        self._refuse_unreadable(path)
        self._vocabulary = api.llama_vocab_n_tokens(self._vocab)
        threads = options.threads or default_threads()
        self._threads = StepThreads(self._take_threads) if not options.threads and usable_cores() == TWO else None
        self._open_context(path, options, threads)
        self._template = self._load_template()
        return ModelInfo(
            name=self._meta("general.name") or path.stem,
            architecture=self._meta("general.architecture"),
            context=self._capacity,
            vocabulary=self._vocabulary,
            parameters=api.llama_model_n_params(self._model),
            size=api.llama_model_size(self._model),
            chat=self._template is not None,
            threads=threads,
        )

    def _refuse_unreadable(self, path: Path) -> None:
        """Turn away vocabularies on which llama.cpp's tokenizer ends the process. Raises ModelError."""
        kind = self._api.llama_vocab_type(self._vocab)
        no_bytes = kind == _SENTENCE_PIECE and self._api.llama_vocab_nl(self._vocab) < 0
        if kind == _NO_VOCABULARY or no_bytes:
            self.close()
            raise ModelError(
                said(
                    "{name} cannot read text: its vocabulary has no line ends, or is missing. Choose another model.",
                    name=path.name,
                ),
                detail=f"vocabulary of type {kind}",
            )

    def _goes_on(self, progress: Callable[[float], None], share: float) -> bool:
        progress(share)
        return not self._cancel.is_set()

    def _open_context(self, path: Path, options: LoadOptions, threads: int) -> None:
        api = self._api
        trained = api.llama_model_n_ctx_train(self._model)
        parameters = api.llama_context_default_params()
        parameters.n_ctx = min(options.context, trained) if trained > 0 else options.context
        parameters.n_batch = parameters.n_ubatch = _BATCH
        parameters.n_seq_max, parameters.kv_unified = MOST_BRANCHES + 1, True  # all share what they have in common
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.abort_callback = ctypes.cast(self._cancel.function, api.ggml_abort_callback)
        parameters.abort_callback_data = self._cancel.argument
        self._context = api.llama_init_from_model(self._model, parameters)
        if not self._context:
            self.close()
            raise ModelError(
                said(
                    "There is not enough memory to work with {name}. Close other programs or choose a smaller model.",
                    name=path.name,
                ),
                detail=f"llama_init_from_model failed with a context of {parameters.n_ctx} tokens",
            )
        self._capacity = api.llama_n_ctx(self._context)
        self._batch = TokenBatch(api, _BATCH)
        self._sequences = Sequences(api, api.llama_get_memory(self._context), self._decode)

    def _meta(self, key: str) -> str:
        buffer = ctypes.create_string_buffer(1024)
        length = self._api.llama_model_meta_val_str(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if length > 0 else ""

    def _load_template(self) -> Callable[[Sequence[Message]], str] | None:
        """A renderer for the file's chat template, run by jinja2's sandbox; None without one that works."""
        source = self._api.llama_model_chat_template(self._model, None)
        if not source:
            return None
        bos, eos = self._api.llama_vocab_bos(self._vocab), self._api.llama_vocab_eos(self._vocab)
        opening, closing = (self._special(token) if token >= 0 else "" for token in (bos, eos))
        try:
            with bounded(_TEMPLATE_SECONDS, _TEMPLATE_BYTES):
                formatter = Jinja2ChatFormatter(source.decode("utf-8", "replace"), closing, opening)
        except Exception:  # noqa: BLE001 - a template is a program that may be broken in any way
            return None

        def render(messages: Sequence[Message]) -> str:
            turns: Any = [{"role": message.role, "content": message.content} for message in messages]
            with bounded(_TEMPLATE_SECONDS, _TEMPLATE_BYTES):
                return str(formatter(messages=turns).prompt)

        probe = (Message("system", "Write."), Message("user", "Go on."))
        return render if render_chat(render, probe) is not None else None

    def chat(self, messages: Sequence[Message]) -> str | None:
        """The conversation in the model's own template; None when it has none that works."""
        return render_chat(self._template, messages) if self._template else None

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        """Text as tokens; with `special`, control tokens count and the model's opening token is added."""
        data = text.encode("utf-8", "replace")
        opening = special and self._wants_opening(text)
        size = len(data) + 8
        if size > len(self._encoded):
            self._encoded = (self._api.llama_token * (2 * size))()
        count = self._api.llama_tokenize(self._vocab, data, len(data), self._encoded, size, opening, special)
        if count < 0:
            raise ModelError(said("The model cannot read this text."), detail=f"llama_tokenize answered {count}")
        tokens: list[int] = self._encoded[:count]
        return tokens

    def _wants_opening(self, text: str) -> bool:
        """Whether the model's opening token is to be added: where the text does not begin with it."""
        bos = self._api.llama_vocab_bos(self._vocab)
        return not (bos >= 0 and text.startswith(self._special(bos) or "\0"))

    def piece(self, token: int) -> bytes:
        """The bytes a token stands for; empty for control tokens."""
        known = self._pieces.get(token)
        if known is None:
            known = self._pieces[token] = self._spell(token, special=False)
        return known

    def tokenizer(self) -> str:
        """A digest of the vocabulary's texts, its kind, and how it splits text into words."""
        texts = hashlib.sha256()
        for token in range(self._vocabulary):
            texts.update(self._api.llama_vocab_get_text(self._vocab, token) or b"")
            texts.update(b"\n")
        kind = self._api.llama_vocab_type(self._vocab)
        return f"{kind} {self._meta('tokenizer.ggml.model')} {self._meta('tokenizer.ggml.pre')} {texts.hexdigest()}"

    def _special(self, token: int) -> str:
        return self._spell(token, special=True).decode("utf-8", "replace")

    def _spell(self, token: int, *, special: bool) -> bytes:
        size = 128
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = self._api.llama_token_to_piece(self._vocab, token, buffer, size, 0, special)
            if length >= 0:
                return buffer.raw[:length]
            size = -length

    def is_end(self, token: int) -> bool:
        """Whether the token ends the model's turn."""
        return bool(self._api.llama_vocab_is_eog(self._vocab, token))

    def harmless(self, text: str) -> str:
        """The text without anything that the model would take for a control token of its template."""
        while True:
            found = {token for token in self.encode(text, special=True) if self._is_control(token)}
            cleaned = text
            for spelling in sorted(map(self._special, found)):
                cleaned = cleaned.replace(spelling, "") if spelling else cleaned
            if cleaned == text:
                return text
            text = cleaned

    def _is_control(self, token: int) -> bool:
        return bool(self._api.llama_vocab_is_control(self._vocab, token)) or self.is_end(token)

    def begin(self, tokens: Sequence[int], progress: Callable[[int, int], None], *, near: bool = False) -> None:
        """Start a new sequence. Reading the same prompt again costs nothing ("Try again")."""
        prompt = tuple(tokens)
        memory = self._api.llama_get_memory(self._context)
        if (
            prompt == self._prompt
            and self._prompt_logits is not None
            and self._api.llama_memory_seq_rm(memory, 0, len(prompt), -1)
        ):
            self._length, self._current = len(prompt), self._prompt_logits
            return
        same = _alike(prompt, self._prompt) if near else 0
        self._prompt, self._prompt_logits = (), None
        if not same or not self._api.llama_memory_seq_rm(memory, 0, same, -1):
            # The data too: a broken model's NaN would seep through masked cells into the next piece.
            self._api.llama_memory_clear(memory, True)  # noqa: FBT003 - the C interface's own signature
            same = 0
        self._length = same
        for start in range(same, len(prompt), _BATCH):
            progress(start, len(prompt))
            self.extend(prompt[start : start + _BATCH])
        self._prompt, self._prompt_logits = prompt, self.logits().copy()

    def extend(self, tokens: Sequence[int]) -> None:
        """Read more tokens. Raises Cancelled, ModelError."""
        for start in range(0, len(tokens), _BATCH):
            part = tokens[start : start + _BATCH]
            last = len(part) - 1
            scores = self._decode(
                [PlacedToken(token, self._length + at, 0, at == last) for at, token in enumerate(part)]
            )
            self._length += len(part)
            self._current = scores[0]

    def rewind(self, count: int) -> bool:
        """Forget the last tokens read; False when this model cannot. There are no logits until the next `extend`."""
        memory = self._api.llama_get_memory(self._context)
        if not self._api.llama_memory_seq_rm(memory, 0, self._length - count, -1):
            return False
        self._length -= count
        self._current = None
        return True

    def branch(self, count: int, tokens: int) -> LlamaBranches:
        """Up to `count` branches that read no more than so many tokens each; fewer where the context is nearly full."""
        count = max(1, min(count, MOST_BRANCHES, self.room // max(1, tokens)))
        self._current = self.logits().copy()
        return LlamaBranches(self._together(), self._length, count, self._taken)

    def _taken(self, length: int) -> None:
        self._length, self._current = length, None

    def score(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        """The log-probability of every token of each continuation of what was read, which stays as it is."""
        self._current = self.logits().copy()
        return self._together().score(continuations, self._current, self._length, self.room)

    def _together(self) -> Sequences:
        if self._sequences is None:
            raise ModelError(said("No model is loaded, so nothing can be written. Choose a model first."))
        return self._sequences

    def _decode(self, tokens: Sequence[PlacedToken]) -> Logits:
        """Read placed tokens; the scores after those that ask for them, a view that is valid until the next call."""
        self._cancel.check()
        if self._batch is None:
            raise ModelError(said("No model is loaded, so nothing can be written. Choose a model first."))
        step = partial(self._api.llama_decode, self._context, self._batch.fill(tokens))
        answer = self._threads.run(len(tokens), step) if self._threads else step()
        if answer == _ABORTED:
            raise DecodingCancelled
        if answer == _NO_ROOM:
            raise ModelError(said("The text has grown longer than the model can follow."), detail="llama_decode: full")
        if answer != 0:
            raise ModelError(
                said("The model failed while it wrote. Try again; if it happens again, choose another model."),
                detail=f"llama_decode answered {answer}",
            )
        return self._scores(sum(token.scored for token in tokens))

    def _take_threads(self, count: int) -> None:
        self._api.llama_set_n_threads(self._context, count, count)

    def _scores(self, count: int) -> Logits:
        pointer = self._api.llama_get_logits(self._context)
        address = ctypes.addressof(pointer.contents)
        if self._view is None or address != self._view_address or len(self._view) < count:
            # Making a view takes longer than drawing a token.
            self._view = np.ctypeslib.as_array(pointer, (max(count, 1), self._vocabulary))
            self._view_address = address
        return self._view[:count]

    def logits(self) -> Logits:
        """Scores of every token to come next, float32 [vocabulary]."""
        if self._current is None:
            raise ModelError(
                said("The model has read nothing that it could go on from."), detail="logits before extend"
            )
        return self._current

    @property
    def parameters(self) -> int:
        """How many the loaded model has; 0 without one."""
        return int(self._api.llama_model_n_params(self._model)) if self._model else 0

    @property
    def room(self) -> int:
        """How many more tokens fit into the context."""
        return self._capacity - self._length

    @property
    def capacity(self) -> int:
        """How many tokens fit into the context in all."""
        return self._capacity

    def close(self) -> None:
        """Free the model's memory."""
        self._prompt, self._prompt_logits, self._current, self._template = (), None, None, None
        self._view, self._view_address = None, 0
        self._pieces.clear()
        if self._context:
            self._api.llama_log_set(self._log, None)  # freeing logs too, and another backend's callback may be gone
        if self._batch:
            self._batch.close()
        self._batch = self._sequences = None
        if self._context:
            self._api.llama_free(self._context)
        if self._model:
            self._api.llama_model_free(self._model)
        self._context = self._model = self._vocab = None


def _alike(prompt: tuple[int, ...], before: tuple[int, ...]) -> int:
    """How many tokens two prompts begin with alike; at least one is left to read, for its scores."""
    pairs = zip(prompt[:-1], before, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(prompt) - 1, len(before)))


class _Log:
    """Passes llama.cpp's warnings and errors on to stderr, and nothing else."""

    _WARNING, _CONTINUED = 3, 5  # ggml_log_level

    def __init__(self) -> None:
        self._level = 0

    def __call__(self, level: int, text: bytes, _: object) -> None:
        if level != self._CONTINUED:
            self._level = level
        if self._level >= self._WARNING:
            os.write(2, text)
