using System.Globalization;

namespace Gantry.Billing;

/// <summary>What is on the disk when the process starts.</summary>
internal static class JournalFolder
{
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        // Records tell who asked for what and when: nobody else's business.
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Holds the folder for this process. The kernel lets go of it when the process dies, however it does.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new IOException($"The usage journal in {folder} is in use by another process.", fault);
        }
    }

    /// <summary>The segments that are left, oldest first. Removes marks whose segment is gone.</summary>
    public static List<JournalSegment> Segments(string folder)
    {
        var segments = Numbers(folder, "*.seg").Order().Select(number => new JournalSegment(folder, number)).ToList();
        foreach (var mark in Numbers(folder, "*.ack").Select(number => new JournalSegment(folder, number)).Where(mark => !File.Exists(mark.Path)))
        {
            File.Delete(mark.AckPath);
        }

        return segments;
    }

    /// <summary>Reads one segment from where the store had got to, and yields its entries. Damage is reported and dealt with on the way.</summary>
    public static IEnumerable<JournalPiece> Load(JournalSegment segment, List<JournalDamage> damage, ILogger log)
    {
        byte[] bytes;
        try
        {
            segment.ReadAcknowledged();
            bytes = File.ReadAllBytes(segment.Path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogError("Usage journal segment {Path} cannot be read and is kept as it is: {Fault}", segment.Path, fault.Message);
            segment.Length = long.MaxValue;
            yield break;
        }

        segment.Length = bytes.Length;
        foreach (var piece in JournalScan.Read(bytes, (int)Math.Min(segment.Acknowledged, bytes.Length)))
        {
            if (piece.Payload.Kind != JournalKind.None)
            {
                yield return piece;
                continue;
            }

            var found = new JournalDamage(segment.Number, piece.Start, piece.End - piece.Start, TornTail: !piece.Framed && piece.End == bytes.Length);
            damage.Add(found);
            Repair(segment, found, bytes.AsSpan(piece.Start, piece.End - piece.Start), log);
        }
    }

    static void Repair(JournalSegment segment, JournalDamage found, ReadOnlySpan<byte> bytes, ILogger log)
    {
        try
        {
            if (found.TornTail)
            {
                segment.Length = found.Offset;
                using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Write);
                RandomAccess.SetLength(file, found.Offset);
                log.LogWarning("Cut {Bytes} bytes of an unfinished append from {Path}", found.Bytes, segment.Path);
                return;
            }

            using var aside = new FileStream(segment.DamagedPath, FileMode.Append, FileAccess.Write, FileShare.Read);
            aside.Write(bytes);
            aside.Flush(flushToDisk: true);
            segment.Acknowledge(found.Offset, found.Offset + found.Bytes);
            log.LogError(
                "{Bytes} bytes at {Offset} of {Path} hold no readable entry; they are kept in {Aside}",
                found.Bytes,
                found.Offset,
                segment.Path,
                segment.DamagedPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Not acknowledged: the segment stays, and the next start tries again.
            log.LogError("Damage at {Offset} of {Path} cannot be repaired: {Fault}", found.Offset, segment.Path, fault.Message);
        }
    }

    static IEnumerable<long> Numbers(string folder, string pattern) =>
        from path in Directory.EnumerateFiles(folder, pattern)
        let name = Path.GetFileNameWithoutExtension(path)
        where name.Length >= 8 && name.All(char.IsAsciiDigit)
        select long.Parse(name, CultureInfo.InvariantCulture);
}
