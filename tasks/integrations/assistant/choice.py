"""Which provider answers: the settings decide, and no error ever switches to another."""

from __future__ import annotations

from typing import Protocol

from tasks.integrations.assistant.claude.provider import AnthropicProvider
from tasks.integrations.assistant.demo.provider import DemoProvider
from tasks.integrations.assistant.port import Provider


class AssistantSettings(Protocol):
    """The settings that `choose_provider` reads."""

    @property
    def anthropic_api_key(self) -> str | None:
        """None or blank: the demo provider answers."""

    @property
    def anthropic_base_url(self) -> str | None:
        """None: the vendor's own address."""

    @property
    def anthropic_model(self) -> str | None:
        """Used for every tier, any name; None: the tiers' own models."""

    @property
    def demo_ai_delay_ms(self) -> int:
        """Pause between the demo provider's words, in milliseconds."""


def choose_provider(settings: AssistantSettings) -> Provider:
    """Claude if there is a key, else the Demo AI.  An error from Claude never leads to the Demo AI."""
    key = (settings.anthropic_api_key or "").strip()
    if not key:
        return DemoProvider(delay_seconds=settings.demo_ai_delay_ms / 1_000)
    return AnthropicProvider(api_key=key, base_url=settings.anthropic_base_url, model=settings.anthropic_model)
