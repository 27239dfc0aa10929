using System.Buffers;

namespace Gantry.Billing;

/// <summary>Frames that queue up while a write is under way, to leave with the next one.</summary>
/// <param name="bytes">Empty; the group's own until it is written.</param>
internal sealed class JournalGroup(ArrayBufferWriter<byte> bytes)
{
    const int LargestKept = 256 * 1024;

    readonly TaskCompletionSource<(JournalSegment Segment, long Start)> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsEmpty => bytes.WrittenCount == 0;

    public ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    /// <summary>Where the group was written.</summary>
    public Task<(JournalSegment Segment, long Start)> Written => _written.Task;

    /// <returns>The offset of the frame in the group.</returns>
    public int Add(ReadOnlySpan<byte> frame)
    {
        var at = bytes.WrittenCount;
        bytes.Write(frame);
        return at;
    }

    /// <summary>Gives the written buffer away for the next group; null where a burst has made it too large to keep.</summary>
    public ArrayBufferWriter<byte>? Release()
    {
        bytes.ResetWrittenCount();
        return bytes.Capacity <= LargestKept ? bytes : null;
    }

    public void Succeed(JournalSegment segment, long start) => _written.SetResult((segment, start));

    public void Fail(UsageJournalException fault) => _written.SetException(fault);
}
