using System.Text.Json;

namespace Gantry.Billing;

/// <summary>The file of records that the store refuses: one JSON object per line, for a person to read and enter again.</summary>
internal sealed class DeadLetters(string folder, TimeProvider time)
{
    public string Path { get; } = System.IO.Path.Combine(folder, "dead-letter.jsonl");

    /// <summary>How many were written since the start.</summary>
    public long Written { get; private set; }

    /// <summary>Appends one record. It is on the disk when this returns.</summary>
    /// <exception cref="IOException">It could not be written; the caller keeps the record.</exception>
    public void Add(UsageRecord record, Exception reason)
    {
        var letter = new DeadLetter(time.GetUtcNow(), $"{reason.GetType().Name}: {reason.Message}", record);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(letter, UsageRecordJson.Default.DeadLetter), (byte)'\n'];
        using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(line);
        file.Flush(flushToDisk: true);
        Written++;
    }
}
