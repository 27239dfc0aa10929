using System.Text;
using System.Text.Json;
using Xunit;

namespace Gantry.Clients.Tests.Processes;

/// <summary>What a client did; every check that fails shows its whole output.</summary>
internal sealed record ClientRun
{
    private const int ShownLines = 60;
    private const int ShownColumns = 600;

    public required string Command { get; init; }

    /// <summary><see langword="null"/>: killed at the time limit.</summary>
    public required int? ExitCode { get; init; }

    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<OutputLine> Output { get; init; }

    public required IReadOnlyList<OutputLine> Error { get; init; }

    /// <summary>Standard output as one text.</summary>
    public string Text => string.Join('\n', Output.Select(line => line.Text));

    /// <summary>Both outputs as one text.</summary>
    public string Everything => Text + "\n" + string.Join('\n', Error.Select(line => line.Text));

    /// <summary>The lines of standard output that are JSON objects.</summary>
    public IReadOnlyList<JsonElement> Events =>
        [.. Output.Where(line => line.Text.StartsWith('{')).Select(line => JsonSerializer.Deserialize<JsonElement>(line.Text))];

    /// <summary>Fails unless the client ended by itself with exit code 0.</summary>
    public ClientRun Succeeded() => Has(ExitCode == 0, ExitCode is null ? "was killed at its time limit" : $"ended with {ExitCode}");

    /// <summary>Fails unless standard output holds the text.</summary>
    public ClientRun Said(string text) => Has(Text.Contains(text, StringComparison.Ordinal), $"did not say '{text}'");

    /// <summary>Fails with the output when <paramref name="condition"/> does not hold.</summary>
    public ClientRun Has(bool condition, string otherwise)
    {
        if (!condition)
        {
            Assert.Fail($"The client {otherwise}.\n{Transcript()}");
        }

        return this;
    }

    private string Transcript()
    {
        var text = new StringBuilder();
        text.Append("$ ").AppendLine(Cut(Command));
        text.Append("exit code ").Append(ExitCode?.ToString() ?? "none").Append(" after ").Append(Duration.TotalSeconds.ToString("0.0")).AppendLine(" s");
        foreach (var (name, lines) in new[] { ("standard output", Output), ("standard error", Error) })
        {
            text.Append("-- ").Append(name).Append(", ").Append(lines.Count).AppendLine(" lines");
            foreach (var line in lines.TakeLast(ShownLines))
            {
                text.Append('[').Append(line.At.TotalSeconds.ToString("0.00")).Append("] ").AppendLine(Cut(line.Text));
            }
        }

        return text.ToString();
    }

    private static string Cut(string line) => line.Length <= ShownColumns ? line : line[..ShownColumns] + " …";
}
