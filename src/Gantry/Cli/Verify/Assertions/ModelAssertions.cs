using Gantry.Cli.Verify.Dialects;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Model lists and token counts, in every protocol that has them.</summary>
internal static class ModelAssertions
{
    public static IEnumerable<Assertion> For(Dialect dialect)
    {
        yield return new Assertion("models.list", Level.Must, "The models are listed in the protocol's shape",
            "Clients fill their model menus from it; typed SDKs throw on another shape.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(dialect.ListModels(), cancellation),
                (_, answer) => Faults.Json(answer) ?? dialect.ModelListFault(answer.Json)));
        yield return new Assertion("models.one", Level.Should, "One model can be looked up",
            "Some clients check the configured model before they start.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(dialect.ShowModel(), cancellation),
                (_, answer) => Faults.Json(answer) ?? dialect.ModelFault(answer.Json)));
        if (dialect.CountTokens("How many tokens are these?") is not { } count) yield break;
        // Codex never asks; Claude Code and Gemini CLI do.
        var level = dialect is ResponsesDialect ? Level.Should : Level.Must;
        yield return new Assertion("count.tokens", level, "Tokens are counted without generating",
            "Context meters ask many times a session.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(count, cancellation),
                (_, answer) => Faults.Count(dialect, answer)));
    }
}
