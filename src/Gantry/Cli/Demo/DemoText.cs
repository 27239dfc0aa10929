using System.Globalization;
using Gantry.Billing.Pricing;

namespace Gantry.Cli.Demo;

/// <summary>Writes a demonstration for people: at most 113 columns where the parts allow it, no colour.</summary>
internal static class DemoText
{
    private const int Width = 113;
    private const int ModelWidth = 20;
    private const string Indent = "           ";

    /// <summary>Writes the table of what came back, then how to point clients here.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="rows">What came back.</param>
    /// <param name="baseUrl">The address that the recipes name.</param>
    /// <param name="key">The key that the recipes name, in full: the demonstration's own.</param>
    /// <param name="models">The models that the recipes name.</param>
    public static void Write(TextWriter output, IReadOnlyList<DemoRow> rows, Uri baseUrl, string key, DemoModels models)
    {
        WriteTable(output, rows);
        output.WriteLine();
        ClientRecipes.Write(output, baseUrl, key, models);
    }

    /// <summary>Writes the table alone: two lines a protocol, numbers and then words.</summary>
    public static void WriteTable(TextWriter output, IReadOnlyList<DemoRow> rows)
    {
        output.WriteLine(Line("Protocol", "Endpoint", "Model", "Tokens", "Cost", "First", "Total"));
        output.WriteLine(new string('-', Width));
        foreach (var row in rows)
        {
            var tokens = $"{Count(row.InputTokens)} > {Count(row.OutputTokens)}";
            var model = Cut(row.Model, ModelWidth);
            var words = row.Error is { } error ? "FAILED: " + error : OneLine(row.Text);
            output.WriteLine(Line(row.Protocol.ToString(), row.Endpoint, model, tokens, Cost(row.CostNanos), Time(row.FirstByte), Time(row.Elapsed)));
            output.WriteLine(Indent + Cut(words, Width - Indent.Length));
        }
        output.WriteLine(new string('-', Width));
        output.WriteLine("Tokens: input > output, as the answer states them. Cost: charged to the wallet. First: first byte.");
    }

    private static string Line(string protocol, string endpoint, string model, string tokens, string cost, string first, string total) =>
        $"{protocol,-10} {endpoint,-38} {model,-ModelWidth} {tokens,11} {cost,12} {first,8} {total,8}".TrimEnd();

    private static string Count(long? tokens) => tokens?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static string Cost(long? nanos) => nanos is { } charged ? $"${new Money(charged)}" : "?";

    private static string Time(TimeSpan time) =>
        time < TimeSpan.FromSeconds(10) ? $"{time.TotalMilliseconds:0} ms" : $"{time.TotalSeconds:0.0} s";

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Cut(string text, int width)
    {
        if (text.Length <= width) return text;
        var length = char.IsHighSurrogate(text[width - 2]) ? width - 2 : width - 1;
        return text[..length] + "…";
    }
}
