using System.Collections.Concurrent;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Schemas;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Remembers lowered schemas: agents send the same tools with every request, and lowering one costs more than all the rest of its translation.</summary>
/// <remarks>What is remembered is a function of the schema alone, so that nobody can tell from an answer whether it was remembered.</remarks>
internal static class LoweredSchemas
{
    private const long MaxBytes = 32 << 20;
    private const int Sample = 64;

    // Stands for the path, which every request has its own of.
    private const string Place = "\u0001";

    private static readonly ConcurrentDictionary<(int Hash, int Length, SchemaTarget Target), Entry> Entries = new();
    private static long _bytes;

    /// <summary>Lowers as <see cref="SchemaLowering"/> does; the path is only made where something is lost.</summary>
    public static LoweredSchema Lower<T>(JsonSlice schema, SchemaTarget target, LossLog losses, T of, Func<T, string> path)
    {
        var key = (Hash(schema.Span), schema.Span.Length, target);
        if (!Entries.TryGetValue(key, out var entry) || !entry.Schema.AsSpan().SequenceEqual(schema.Span))
        {
            entry = Make(schema, target);
            if (Interlocked.Add(ref _bytes, entry.Size) > MaxBytes)
            {
                Entries.Clear();
                Interlocked.Exchange(ref _bytes, entry.Size);
            }

            Entries[key] = entry;
        }

        if (entry.Losses.Length > 0 || entry.Lowered.Where.Length > 0)
        {
            string here = path(of);
            foreach (var loss in entry.Losses) losses.Note(loss.Token, loss.Path.Replace(Place, here, StringComparison.Ordinal));
            if (entry.Lowered.Where.Length > 0) return entry.Lowered with { Where = entry.Lowered.Where.Replace(Place, here, StringComparison.Ordinal) };
        }

        return entry.IsSame ? entry.Lowered with { Schema = schema } : entry.Lowered;
    }

    private static Entry Make(JsonSlice schema, SchemaTarget target)
    {
        var losses = new LossLog();
        byte[] own = schema.Span.ToArray();
        var given = schema.IsAbsent ? default : new JsonSlice(own);
        var lowered = SchemaLowering.Lower(given, target, losses, Place);
        bool isSame = lowered.Outcome == SchemaOutcome.Lowered && !given.IsAbsent && lowered.Schema == given;
        return new Entry(own, isSame ? lowered with { Schema = default } : lowered, isSame, [.. losses.Losses]);
    }

    private static int Hash(ReadOnlySpan<byte> json)
    {
        var hash = default(HashCode);
        hash.AddBytes(json[..Math.Min(Sample, json.Length)]);
        hash.AddBytes(json.Slice(json.Length / 2, Math.Min(Sample, json.Length - (json.Length / 2))));
        hash.AddBytes(json[Math.Max(0, json.Length - Sample)..]);
        return hash.ToHashCode();
    }

    private sealed record Entry(byte[] Schema, LoweredSchema Lowered, bool IsSame, Loss[] Losses)
    {
        public long Size => Schema.Length + Lowered.Schema.Span.Length + 200;
    }
}
