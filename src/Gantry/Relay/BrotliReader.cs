using System.IO.Compression;
using Gantry.Providers;

namespace Gantry.Relay;

/// <summary>Reads brotli from a stream that stays open. The framework's own stream tells of damaged data by the exception that elsewhere means a fault in the program.</summary>
internal sealed class BrotliReader(Stream packed) : ReadingStream(new BrotliStream(packed, CompressionMode.Decompress, leaveOpen: true))
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidOperationException damaged)
        {
            throw new InvalidDataException("The data is not brotli.", damaged);
        }
    }
}
