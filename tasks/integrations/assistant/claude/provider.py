"""The provider that calls Claude.  The SDK is imported with the first request: it takes a second and 65 MB."""

from __future__ import annotations

from collections.abc import Iterator

from prompts.models_catalog import ModelChoice, Tier, choose_model
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.port import Event, Request

DEFAULT_BASE_URL = "https://api.anthropic.com"


class AnthropicProvider:
    """Calls Claude over HTTPS; `base_url` and `model` override the vendor's address and every tier's model."""

    name = "anthropic"
    label = "Claude"
    demo = False

    def __init__(self, *, api_key: str, base_url: str | None = None, model: str | None = None) -> None:
        self._api_key = api_key
        self._base_url = base_url or DEFAULT_BASE_URL
        self._model = model

    def warm_up(self) -> None:
        """Import the SDK now: in the middle of a job the import takes so long that leases could run out."""
        import anthropic  # noqa: F401, PLC0415 -- web and the other workers do not need it

    def choose(self, tier: Tier) -> ModelChoice:
        """The tier's model, or the configured one."""
        return choose_model(tier, self._model)

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        """One attempt, as `Provider.stream` describes."""
        from tasks.integrations.assistant.claude.call import stream_call  # noqa: PLC0415 -- see above

        return stream_call(request, control, api_key=self._api_key, base_url=self._base_url)
