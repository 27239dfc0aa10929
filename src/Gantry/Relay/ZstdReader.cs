using System.Buffers;
using System.Runtime.InteropServices;
using Gantry.Providers;

namespace Gantry.Relay;

/// <summary>Reads zstd (RFC 8878), one or several frames, from a stream that stays open.</summary>
internal sealed class ZstdReader : ReadingStream
{
    private const int Piece = 64 * 1024;

    private readonly ZstdLibrary _library;
    private readonly byte[] _input = ArrayPool<byte>.Shared.Rent(Piece);
    private readonly byte[] _output = ArrayPool<byte>.Shared.Rent(Piece);
    private GCHandle _inputPin;
    private GCHandle _outputPin;
    private nint _decoder;
    private int _from;
    private int _to;
    private bool _inFrame;
    private bool _mayHoldMore;

    public ZstdReader(ZstdLibrary library, Stream packed)
        : base(packed, leaveOpen: true)
    {
        _library = library;
        _decoder = library.Open();
        _inputPin = GCHandle.Alloc(_input, GCHandleType.Pinned);
        _outputPin = GCHandle.Alloc(_output, GCHandleType.Pinned);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (_from == _to && !_mayHoldMore)
            {
                (_from, _to) = (0, await Inner.ReadAsync(_input, cancellationToken));
                if (_to == 0)
                {
                    return _inFrame ? throw new InvalidDataException("The data ends inside a frame.") : 0;
                }
            }

            if (Step(Math.Min(buffer.Length, _output.Length)) is var written and > 0)
            {
                _output.AsSpan(0, written).CopyTo(buffer.Span);
                return written;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (_decoder != 0)
        {
            _library.Close(_decoder);
            _decoder = 0;
            _inputPin.Free();
            _outputPin.Free();
            ArrayPool<byte>.Shared.Return(_input);
            ArrayPool<byte>.Shared.Return(_output);
        }

        base.Dispose(disposing);
    }

    private int Step(int room)
    {
        var output = new ZstdLibrary.ZstdSpan { Start = _outputPin.AddrOfPinnedObject(), Length = (nuint)room };
        var input = new ZstdLibrary.ZstdSpan { Start = _inputPin.AddrOfPinnedObject(), Length = (nuint)_to, At = (nuint)_from };
        _inFrame = _library.Step(_decoder, ref output, ref input) != 0;
        _from = (int)input.At;
        _mayHoldMore = output.At == output.Length;
        return (int)output.At;
    }
}
