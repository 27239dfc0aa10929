using Gantry.Protocols.Json;

namespace Gantry.Protocols.Identity;

/// <summary>The line with which Claude Code begins its system text. It changes with every request, and so defeats any other vendor's prompt cache.</summary>
public static class AttributionLine
{
    private static ReadOnlySpan<byte> Name => "x-anthropic-billing-header:"u8;

    /// <summary>Takes the line away.</summary>
    /// <param name="system">One block of system text, or all of it.</param>
    /// <param name="rest">What remains; empty where the block was that line alone and should go as a whole.</param>
    /// <returns>False where the text does not begin with the line; it then remains as it is.</returns>
    public static bool TryRemove(JsonText system, out JsonText rest)
    {
        rest = system;
        var text = system.Escaped[SpaceAt(system.Escaped)..];
        if (!text.StartsWith(Name)) return false;
        int end = text.IndexOf("\\n"u8);
        text = end < 0 ? [] : text[(end + 2)..];
        text = text[SpaceAt(text)..];
        rest = text.IsEmpty ? JsonText.Empty : new JsonText((byte[])[(byte)'"', .. text, (byte)'"']);
        return true;
    }

    // Bytes of space at the beginning, in the escapes that JSON has for it.
    private static int SpaceAt(ReadOnlySpan<byte> escaped)
    {
        int at = 0;
        while (at < escaped.Length)
        {
            if (escaped[at] == ' ') at++;
            else if (escaped[at..] is [(byte)'\\', (byte)'n' or (byte)'r' or (byte)'t', ..]) at += 2;
            else break;
        }

        return at;
    }
}
