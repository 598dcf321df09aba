"""`confiture completion`: what a shell needs to complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    Have your shell read it at its start: the line goes into the file beside it.

    \b
    Examples:
      eval "$(confiture completion bash)"       # ~/.bashrc (bash 4.4 or newer)
      eval "$(confiture completion zsh)"        # ~/.zshrc, below compinit
      confiture completion fish > ~/.config/fish/completions/confiture.fish
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise RuntimeError(f"click has no completion for {shell}")
    script = kind(context.find_root().command, {}, "confiture", "_CONFITURE_COMPLETE")
    click.echo(script.source(), nl=False)
