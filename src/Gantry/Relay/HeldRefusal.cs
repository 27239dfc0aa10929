namespace Gantry.Relay;

/// <summary>An upstream's error answer, read whole and kept until it is known whether somebody else answers.</summary>
internal sealed class HeldRefusal(HttpResponseMessage response, PooledBytes body) : IDisposable
{
    public HttpResponseMessage Response => response;

    public ReadOnlyMemory<byte> Body => body.Bytes;

    public void Dispose()
    {
        body.Dispose();
        response.Dispose();
    }
}
