using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Where a key may stand, in every protocol.</summary>
internal static class KeyAssertions
{
    private static readonly (KeyPlacement Placement, string Id, string Name)[] Placements =
    [
        (KeyPlacement.Bearer, "key.bearer", "Authorization: Bearer"),
        (KeyPlacement.ApiKey, "key.x-api-key", "x-api-key"),
        (KeyPlacement.GoogleApiKey, "key.x-goog-api-key", "x-goog-api-key"),
        (KeyPlacement.Query, "key.query", "?key="),
    ];

    public static IEnumerable<Assertion> For(Dialect dialect)
    {
        foreach (var (placement, id, name) in Placements)
        {
            var own = dialect.OwnKeys.Contains(placement);
            var why = own ? "Clients of this protocol send it so." : "A client of several protocols with one configuration may send it so.";
            yield return new Assertion(id, own ? Level.Must : Level.Should, $"The key is accepted as {name}", why,
                Presenting(probe => [probe.Key(placement)]));
        }
        yield return dialect switch
        {
            MessagesDialect => Beside("key.foreign-x-api-key", Level.Must, KeyPlacement.Bearer, KeyPlacement.ApiKey,
                "Claude Code sends both when an old ANTHROPIC_API_KEY stands beside ANTHROPIC_AUTH_TOKEN."),
            GeminiDialect => Beside("key.foreign-x-goog-api-key", Level.Must, KeyPlacement.Bearer, KeyPlacement.GoogleApiKey,
                "Gemini CLI in bearer mode sends both."),
            _ => Beside("key.foreign-x-api-key", Level.Should, KeyPlacement.Bearer, KeyPlacement.ApiKey,
                "A client configured for several vendors may send both."),
        };
        if (dialect is MessagesDialect)
        {
            yield return Beside("key.foreign-bearer", Level.Must, KeyPlacement.ApiKey, KeyPlacement.Bearer,
                "Either of Claude Code's two variables may hold the gateway's key.");
        }
    }

    private static Assertion Beside(string id, Level level, KeyPlacement good, KeyPlacement foreign, string why) =>
        new(id, level, $"The key as {NameOf(good)} counts although {NameOf(foreign)} holds a stranger's", why,
            Presenting(probe => [probe.Key(good), new PlacedKey(foreign, Probe.ForeignKey)]));

    private static string NameOf(KeyPlacement placement) => Placements.First(known => known.Placement == placement).Name;

    private static Func<Probe, CancellationToken, Task<Verdict>> Presenting(Func<Probe, IReadOnlyList<PlacedKey>> keys) =>
        Check.Served((probe, cancellation) => probe.SendAsIsAsync(probe.Short().WithKeys(keys(probe)), cancellation));
}
