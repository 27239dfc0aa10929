using System.Collections.Immutable;
using Gantry.Cli.Code.Clients;

namespace Gantry.Cli.Code;

/// <summary>
/// Tells the words of <c>gantry code</c> from those of the client. It looks at them before the parser does: that one would read <c>@file</c> and
/// bundled options, and words of the client have to arrive as they were typed.
/// </summary>
internal static class CodeArguments
{
    public const string Command = "code";

    private static readonly string[] Valued = ["--model", "--small-model", "--group", "--server", "--key", "--data", "--config", "--account"];
    private static readonly string[] Flags = ["--quiet", "--trust"];
    private static readonly string[] Help = ["--help", "-h", "-?"];

    /// <summary>Our words, for the parser, and the client's, untouched and in order. Where another command is called, all words are ours.</summary>
    public static (string[] Own, ImmutableArray<string> Client) Split(string[] words)
    {
        if (words is not [Command, ..]) return (words, []);
        var own = new List<string> { Command };
        var client = ImmutableArray.CreateBuilder<string>();
        var named = false;
        for (var i = 1; i < words.Length; i++)
        {
            var word = words[i];
            if (word == "--")
            {
                client.AddRange(words[(i + 1)..]);
                break;
            }

            // Joined to its name, so that no value is taken for an option.
            if (Valued.Contains(word)) own.Add(i + 1 < words.Length ? $"{word}={words[++i]}" : word);
            else if (Flags.Contains(word) || Valued.Any(name => word.StartsWith(name + "=", StringComparison.Ordinal))) own.Add(word);
            else if (!named && client.Count == 0 && Help.Contains(word)) own.Add(word);
            else if (!named && client.Count == 0 && CodeClients.Find(word) is not null)
            {
                own.Add(word);
                named = true;
            }
            else client.Add(word);
        }

        return ([.. own], client.ToImmutable());
    }
}
