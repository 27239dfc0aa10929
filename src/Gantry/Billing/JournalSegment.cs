using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Gantry.Billing;

/// <summary>One file of the journal, and beside it how far the store has acknowledged it (<c>NNNNNNNN.ack</c>).</summary>
/// <remarks>Not thread-safe: <see cref="UsageJournal"/> has one writer, and a lock around acknowledgement and end of life.</remarks>
internal sealed class JournalSegment : IDisposable
{
    const int AckBytes = 12;

    readonly string _folder;

    // Stretches acknowledged out of order, start -> end and end -> start. Neighbours are joined: one long request keeps the mark where it is
    // while thousands of entries after it are done with.
    readonly Dictionary<long, long> _ahead = [];
    readonly Dictionary<long, long> _aheadEnds = [];
    SafeFileHandle? _file;
    SafeFileHandle? _ackFile;

    public JournalSegment(string folder, long number)
    {
        _folder = folder;
        Number = number;
    }

    public long Number { get; }

    public string Path => Name("seg");

    public string AckPath => Name("ack");

    public string DamagedPath => Name("damaged");

    /// <summary>End of the last whole entry, in bytes.</summary>
    public long Length { get; set; }

    /// <summary>Everything before this offset is in the store.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>True when no entry will be appended any more.</summary>
    public bool Sealed { get; set; }

    public bool Finished => Sealed && Acknowledged >= Length;

    public void Create(Func<string, SafeFileHandle> open) => _file = open(Path);

    /// <summary>Writes at the end with one system call. A failed write leaves no bytes behind where the disk still obeys.</summary>
    /// <returns>The offset of the first byte.</returns>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var start = Length;
        try
        {
            RandomAccess.Write(_file!, bytes, start);
        }
        catch
        {
            Cut();
            throw;
        }

        Length = start + bytes.Length;
        return start;
    }

    /// <summary>Writes and removes some bytes to learn whether the disk takes them again.</summary>
    public void Probe(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file!, bytes, Length);
            RandomAccess.FlushToDisk(_file!);
        }
        finally
        {
            Cut();
        }
    }

    public void Flush()
    {
        if (_file is { IsClosed: false } file)
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    public void CloseFile() => _file?.Dispose();

    /// <summary>Reads how far a former process got. A missing or torn file means the start: the store ignores what it has.</summary>
    public void ReadAcknowledged()
    {
        var bytes = File.Exists(AckPath) ? File.ReadAllBytes(AckPath) : [];
        var whole = bytes.Length == AckBytes && Crc32C.Compute(bytes.AsSpan(0, 8)) == BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        Acknowledged = whole ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
    }

    public void Acknowledge(long start, long end)
    {
        if (start < Acknowledged)
        {
            return;
        }

        if (_aheadEnds.Remove(start, out var earlier))
        {
            _ahead.Remove(earlier);
            start = earlier;
        }

        if (_ahead.Remove(end, out var later))
        {
            _aheadEnds.Remove(later);
            end = later;
        }

        if (start == Acknowledged)
        {
            Acknowledged = end;
            return;
        }

        _ahead[start] = end;
        _aheadEnds[end] = start;
    }

    public void WriteAcknowledged()
    {
        Span<byte> bytes = stackalloc byte[AckBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Acknowledged);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Crc32C.Compute(bytes[..8]));
        _ackFile ??= File.OpenHandle(AckPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        RandomAccess.Write(_ackFile, bytes, 0);
    }

    /// <summary>Removes the files. The mark goes last: a mark without a segment is harmless, the other order would replay it all.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(Path);
        File.Delete(AckPath);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _ackFile?.Dispose();
        _ackFile = null;
    }

    bool Cut()
    {
        try
        {
            RandomAccess.SetLength(_file!, Length);
            return true;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // The next append overwrites the bytes, and a replay takes them for a torn tail.
            return false;
        }
    }

    string Name(string extension) =>
        System.IO.Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Number:D8}.{extension}"));
}
