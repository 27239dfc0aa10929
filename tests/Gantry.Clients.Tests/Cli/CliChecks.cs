using System.Text;
using System.Text.Json;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;

namespace Gantry.Clients.Tests.Cli;

/// <summary>Checks that several command-line clients share.</summary>
internal static class CliChecks
{
    // The paced model makes 60 pieces in 1.2 s; a client that got them at once prints them at once.
    private static readonly TimeSpan LeastSpread = TimeSpan.FromMilliseconds(500);

    /// <summary>The file has the content; one line break more at its end is the tool's own (a patch writes whole lines).</summary>
    public static ClientRun Wrote(this ClientRun run, string file, string content) => run
        .Has(File.Exists(file), $"did not write {Path.GetFileName(file)}")
        .Has(File.ReadAllText(file).TrimEnd('\n') == content, $"wrote something else into {Path.GetFileName(file)}");

    /// <summary>Both files of <see cref="Prompts.WriteTwo"/> are there, and no upstream behind a translation found fault with what it was sent.</summary>
    public static ClientRun WroteTwo(this ClientRun run, string folder, IGateway gateway) => run
        .Wrote(Path.Combine(folder, "one.txt"), CliWords.Content)
        .Wrote(Path.Combine(folder, "two.txt"), CliWords.Content)
        .RefusedNowhere(gateway);

    /// <summary>The client's wish for thinking has reached the upstream in its own words.</summary>
    public static ClientRun AskedForThought(this ClientRun run, IGateway gateway, string spoken)
    {
        var word = spoken switch
        {
            "chat" => "\"reasoning_effort\":\"",
            "responses" => "\"reasoning\":{\"effort\":",
            "gemini" => "\"thinkingConfig\":{",
            _ => "\"thinking\":{\"type\":\"enabled\"",
        };
        var asked = gateway.Strict.Exchanges.Where(exchange => exchange.Protocol.ToString()!.Equals(spoken, StringComparison.OrdinalIgnoreCase))
            .Any(exchange => Encoding.UTF8.GetString(exchange.Body.Span).Contains(word, StringComparison.Ordinal));
        return run.Has(asked, $"was not made to think: no request to the upstream holds {word}");
    }

    /// <summary>No upstream behind a translation has refused anything.</summary>
    public static ClientRun RefusedNowhere(this ClientRun run, IGateway gateway)
    {
        var refused = gateway.Strict.Exchanges.Where(exchange => exchange.Status >= 400)
            .Select(exchange => $"{exchange.Status} {exchange.Target} {Encoding.UTF8.GetString(exchange.Body.Span[..Math.Min(exchange.BodyLength, 2_000)])}").ToList();
        return run.Has(refused.Count == 0, $"was refused by an upstream behind a translation: {string.Join('\n', refused)}");
    }

    /// <summary>Lines that hold <paramref name="mark"/> came one after the other while the answer was being made.</summary>
    public static ClientRun Streamed(this ClientRun run, string mark)
    {
        var lines = run.Output.Where(line => line.Text.Contains(mark, StringComparison.Ordinal)).ToList();
        return run
            .Has(lines.Count >= 3, $"printed {lines.Count} lines with '{mark}'")
            .Has(lines[^1].At - lines[0].At >= LeastSpread, $"printed all lines with '{mark}' at once");
    }

    /// <summary>A member by its path, dots between the names; empty when it is absent or no text.</summary>
    public static string TextAt(this JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return "";
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
    }
}
