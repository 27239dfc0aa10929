using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Scenarios;

/// <summary>
/// Beginnings of prompts that were seen, message by message: what a prompt has in common with an earlier one is read from the cache, as with
/// vendors that cache by themselves. Nothing is ever forgotten.
/// </summary>
internal sealed class PromptCache
{
    // Before the messages, in the order in which vendors lay a prompt out.
    private static readonly string[] Heads = ["tools", "system", "instructions", "systemInstruction", "system_instruction"];
    private static readonly string[] Turns = ["messages", "input", "contents"];

    // Anthropic's.
    private const string Mark = "\"cache_control\":{";
    private const string Hour = "\"ttl\":\"1h\"";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Remembers a prompt.</summary>
    /// <param name="place">Who keeps it: a cache is a key's own, and a model's.</param>
    /// <param name="prompt">The prompt.</param>
    /// <returns>How many of its tokens were there before, never all; and how many were written up to the last mark, for as long as that mark says.</returns>
    public CacheUse Read(string place, Prompt prompt)
    {
        using var print = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        print.AppendData(Encoding.UTF8.GetBytes(place));
        var (bytes, known, marked, hour) = (0, 0, 0, false);
        lock (_gate)
        {
            foreach (var part in Parts(prompt.Body))
            {
                var text = Encoding.UTF8.GetBytes(part);
                print.AppendData(text);
                bytes += text.Length;
                if (!_seen.Add(Convert.ToHexString(print.GetCurrentHash()))) known = bytes;
                if (!part.Contains(Mark, StringComparison.Ordinal)) continue;
                marked = bytes;
                hour = part.Contains(Hour, StringComparison.Ordinal);
            }
        }

        var read = known == 0 ? 0 : Math.Min(Tokens.Of(known), prompt.InputTokens - 1);
        var written = marked <= known ? 0 : Math.Clamp(Tokens.Of(marked) - read, 0, prompt.InputTokens - 1 - read);
        return hour ? new CacheUse(read, 0, written) : new CacheUse(read, written, 0);
    }

    private static IEnumerable<string> Parts(JsonElement body)
    {
        foreach (var head in Heads)
        {
            if (body.Member(head) is { ValueKind: not JsonValueKind.Undefined } value) yield return value.GetRawText();
        }

        foreach (var turns in Turns)
        {
            foreach (var turn in body.Items(turns)) yield return turn.GetRawText();
        }
    }
}
