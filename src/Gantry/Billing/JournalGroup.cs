using System.Buffers;

namespace Gantry.Billing;

/// <summary>Frames that queue up while a write is under way, to leave with the next one.</summary>
internal sealed class JournalGroup
{
    readonly ArrayBufferWriter<byte> _bytes = new(1024);
    readonly TaskCompletionSource<(JournalSegment Segment, long Start)> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsEmpty => _bytes.WrittenCount == 0;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Where the group was written.</summary>
    public Task<(JournalSegment Segment, long Start)> Written => _written.Task;

    /// <returns>The offset of the frame in the group.</returns>
    public int Add(ReadOnlySpan<byte> frame)
    {
        var at = _bytes.WrittenCount;
        _bytes.Write(frame);
        return at;
    }

    public void Succeed(JournalSegment segment, long start) => _written.SetResult((segment, start));

    public void Fail(UsageJournalException fault) => _written.SetException(fault);
}
