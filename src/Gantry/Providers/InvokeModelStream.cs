using System.Buffers;
using Gantry.Protocols.InvokeModel;

namespace Gantry.Providers;

/// <summary>A stream of InvokeModel, read as the server-sent events that it wraps. Hands on what one read brought, at once.</summary>
/// <param name="inner">Amazon's event stream; closed with this.</param>
/// <param name="answerId">For an answer that comes without an id.</param>
internal sealed class InvokeModelStream(Stream inner, string answerId) : PulledStream(inner)
{
    private const int ReadSize = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _events = new(ReadSize);
    private readonly byte[] _buffer = new byte[ReadSize];
    private InvokeModelEvents? _unwrap;

    protected override async ValueTask<ReadOnlyMemory<byte>> NextAsync(Stream from, CancellationToken cancellation)
    {
        _unwrap ??= new InvokeModelEvents(_events, answerId);
        _events.ResetWrittenCount();
        while (_events.WrittenCount == 0 && !_unwrap.Failed)
        {
            var read = await from.ReadAsync(_buffer, cancellation);
            if (read == 0)
            {
                _unwrap.Complete();
                break;
            }

            _unwrap.Append(_buffer.AsSpan(0, read));
        }

        return _events.WrittenMemory;
    }
}
