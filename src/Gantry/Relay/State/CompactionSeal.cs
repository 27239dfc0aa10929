using System.Security.Cryptography;
using System.Text;
using Gantry.Protocols.Json;

namespace Gantry.Relay.State;

/// <summary>A summary in the slot where OpenAI's own services carry a sealed one. Anybody may read it; the checksum only tells ours from others'.</summary>
internal static class CompactionSeal
{
    private const int ChecksumSize = 4;

    // What the summary is introduced with when it takes the place of what it sums up.
    private const string Introduction = "This is a summary of the conversation so far, which was shortened:\n\n";

    private static ReadOnlySpan<byte> Magic => "gwc1"u8;

    /// <summary>What every seal begins with behind its quote: where a body has none, no item of it is ours.</summary>
    public static ReadOnlySpan<byte> Prefix => "\"Z3djM"u8;

    public static string Write(string summary)
    {
        var text = Encoding.UTF8.GetBytes(summary);
        return Convert.ToBase64String([.. Magic, .. SHA256.HashData(text)[..ChecksumSize], .. text]);
    }

    /// <summary>
    /// Puts the messages in the place of our items. What an item sums up is left out before it: of that only what people said themselves stays,
    /// and calls whose results are still to come.
    /// </summary>
    public static List<TranscriptItem> Expand(IReadOnlyList<TranscriptItem> items)
    {
        var expanded = new List<TranscriptItem>(items.Count);
        var summary = -1;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var opened = Open(item);
            if (opened != item)
            {
                if (summary >= 0)
                {
                    expanded.RemoveAt(summary);
                }

                var results = items.Skip(i).Where(later => later.IsOutput).Select(later => later.CallId).ToHashSet();
                expanded.RemoveAll(earlier => earlier.Role is not ("user" or "developer" or "system") && !(earlier.IsCall && results.Contains(earlier.CallId)));
                summary = expanded.Count;
            }

            expanded.Add(opened);
        }

        return expanded;
    }

    /// <summary>The message that stands for an item of ours; any other item as it is.</summary>
    public static TranscriptItem Open(TranscriptItem item)
    {
        if (!item.IsCompaction || JsonCut.Text(item.Sealed) is not { } written)
        {
            return item;
        }

        var bytes = new byte[written.Length];
        if (!Convert.TryFromBase64String(written, bytes, out var length) || length < Magic.Length + ChecksumSize || !bytes.AsSpan().StartsWith(Magic))
        {
            return item;
        }

        var text = bytes.AsSpan(Magic.Length + ChecksumSize, length - Magic.Length - ChecksumSize);
        return SHA256.HashData(text).AsSpan(0, ChecksumSize).SequenceEqual(bytes.AsSpan(Magic.Length, ChecksumSize))
            ? Transcript.Message(JsonSplice.Quote(Introduction + Encoding.UTF8.GetString(text)))
            : item;
    }
}
