using System.Globalization;
using Gantry.Simulator.Faults;

namespace Gantry.Simulator.Scenarios;

/// <summary>Reads a scenario out of a model name.</summary>
/// <remarks>
/// A name that begins with <c>sim-</c>, or with that behind the vendor (<c>us.anthropic.sim-text</c>), is a list of tokens joined by <c>-</c>, in any order; any other name is <see cref="ScenarioKind.Sensible"/>.
/// <list type="bullet">
/// <item>kind: <c>text</c>, <c>tool</c>, <c>tools3</c> (parallel calls), <c>write-file</c>, <c>reason</c>, <c>redacted</c>, <c>json</c>, <c>length</c>
/// (stops at the output limit), <c>refusal</c>;</item>
/// <item>pace: <c>n200</c> text events, <c>b16</c> bytes each, <c>i20</c> ms between them, <c>d500</c> ms before the headers, <c>h500</c> ms after them;</item>
/// <item>usage: <c>usage</c> followed by any of <c>in100 cr20 cw5m30 cw1h40 out50 reason10 img5 imgin6 aud7 audin8</c>: disjoint buckets, but reasoning is
/// part of the output; each protocol adds them up by its own convention;</item>
/// <item>faults: <c>fault</c> followed by one of <c>reset</c>, <c>cut50</c>, <c>stall</c>, <c>resetafter</c>, <c>closeafter</c>, a status such as <c>429</c>,
/// <c>empty</c>, <c>html</c>, <c>json</c> (for a stream), <c>nolastblank</c>, <c>noblanks</c>, <c>bom</c>, <c>crlf</c>, <c>cr</c>, <c>splitutf8</c>, <c>nospace</c>,
/// <c>huge17</c> (MiB), <c>errorbefore</c>, <c>errorafter</c>, <c>noterminal</c>, <c>nousage</c>, <c>noend</c>; then measures: <c>k3</c> events before it,
/// and for statuses <c>ra30</c>, <c>radate30</c>, <c>raneg5</c>, <c>rabad</c> (forms of <c>retry-after</c>).</item>
/// </list>
/// Example: <c>sim-text-n200-i20-b16-usage-in100-out200-fault-stall-k50</c>.
/// </remarks>
internal static class ModelName
{
    private const string Prefix = "sim-";

    /// <returns>The scenario, or <see langword="null"/> when the name begins with <c>sim-</c> and has a token that means nothing: no such model.</returns>
    public static Scenario? Parse(string model)
    {
        // Bedrock's names begin with a region and a vendor.
        if (model.IndexOf("." + Prefix, StringComparison.Ordinal) is var dot and > 0) model = model[(dot + 1)..];
        if (!model.StartsWith(Prefix, StringComparison.Ordinal)) return new Scenario { Interval = TimeSpan.FromMilliseconds(2) };
        var scenario = new Scenario();
        var tokens = model[Prefix.Length..].Split('-');
        for (var index = 0; index < tokens.Length; index++)
        {
            var next = (tokens[index], index + 1 < tokens.Length ? tokens[index + 1] : null) switch
            {
                ("fault", { } name) when FaultName.Parse(name) is { } fault => (scenario with { Fault = fault }, 1),
                ("write", "file") => (scenario with { Kind = ScenarioKind.WriteFile }, 1),
                ("usage", _) => (scenario, 0),
                var (token, _) => (One(scenario, token), 0),
            };
            if (next.Item1 is null) return null;
            scenario = next.Item1;
            index += next.Item2;
        }
        return scenario;
    }

    private static Scenario? One(Scenario scenario, string token)
    {
        ScenarioKind? kind = token switch
        {
            "text" => ScenarioKind.Text,
            "tool" => ScenarioKind.Tools,
            "reason" => ScenarioKind.Reason,
            "redacted" => ScenarioKind.Redacted,
            "json" => ScenarioKind.Json,
            "length" => ScenarioKind.Length,
            "refusal" => ScenarioKind.Refusal,
            _ => null,
        };
        if (kind is { } known) return scenario with { Kind = known };
        if (scenario.Fault.Kind != FaultKind.None && FaultName.Measure(scenario.Fault, token) is { } fault) return scenario with { Fault = fault };

        var name = token.TrimEnd(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        if (!int.TryParse(token.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return name switch
        {
            "tools" => scenario with { Kind = ScenarioKind.Tools, Calls = Math.Clamp(number, 1, 64) },
            "n" => scenario with { Pieces = Math.Clamp(number, 0, 5_000_000) },
            "b" => scenario with { PieceBytes = Math.Clamp(number, 1, 1 << 20) },
            "i" => scenario with { Interval = TimeSpan.FromMilliseconds(number) },
            "d" => scenario with { FirstByte = TimeSpan.FromMilliseconds(number) },
            "h" => scenario with { FirstEvent = TimeSpan.FromMilliseconds(number) },
            _ => scenario.Claim.With(name, number) is { } claim ? scenario with { Claim = claim } : null,
        };
    }
}
