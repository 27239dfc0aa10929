using System.Buffers;
using System.Globalization;
using System.Text;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Tools;

/// <summary>Ids of tool calls on the way between client and upstream. Pure functions: calls and their results match without a table.</summary>
public static class ToolCallIds
{
    private const string Foreign = "__thought__";
    private const string Prefix = "call_";
    private const int Digits = 30;

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly SearchValues<char> Visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(one => (char)one)]);

    /// <summary>The id as the target takes it: itself when legal, otherwise <c>call_</c> and a hash. Never shortened: a cut id may be another's.</summary>
    public static string Wire(string id, Protocol target)
    {
        ArgumentNullException.ThrowIfNull(id);
        return IsLegal(id, target) ? id : Prefix + ShortHash.Of(id, Digits);
    }

    /// <summary>An id for a call that has none: the same for the same call at the same place, in every later turn too.</summary>
    /// <param name="turn">Index of the call's turn in the conversation.</param>
    /// <param name="ordinal">Which call of the turn, from zero.</param>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">May be absent, where the id must be known before the arguments are; white space does not matter.</param>
    public static string Synthesize(int turn, int ordinal, string name, JsonSlice arguments = default)
    {
        string canonical = arguments.IsAbsent ? "" : Encoding.UTF8.GetString(CompactJson.Of(arguments.Span));
        return Prefix + ShortHash.Of(string.Create(CultureInfo.InvariantCulture, $"{turn}\n{ordinal}\n{name}\n{canonical}"), Digits);
    }

    /// <summary>An id in the place of one that the client knows already.</summary>
    public static string Replace(string id, int turn, int ordinal) =>
        Prefix + ShortHash.Of(string.Create(CultureInfo.InvariantCulture, $"{id}\n{turn}\n{ordinal}"), Digits);

    /// <summary>The id without the <c>__thought__…</c> that other gateways hide signatures in; they make ids that no provider takes.</summary>
    public static string StripForeign(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        int at = id.IndexOf(Foreign, StringComparison.Ordinal);
        return at > 0 ? id[..at] : id;
    }

    /// <summary>Whether the target takes the id as it is.</summary>
    internal static bool IsLegal(string id, Protocol target) => target switch
    {
        // OpenAI's chat limits the length only; some models demand back ids such as "functions.read:0".
        Protocol.Chat => id.Length is > 0 and <= 40 && !id.AsSpan().ContainsAnyExcept(Visible),
        Protocol.Gemini => id.Length > 0,
        _ => id.Length is > 0 and <= 64 && !id.AsSpan().ContainsAnyExcept(Plain),
    };
}
