namespace Gantry.Providers;

/// <summary>A short document, read whole and told in other words.</summary>
/// <param name="inner">The document; closed with this. What stands behind the first MiB is not looked at.</param>
/// <param name="rewrite">From its bytes to what is read here.</param>
internal sealed class RewrittenStream(Stream inner, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> rewrite) : PulledStream(inner)
{
    private const int Longest = 1024 * 1024;

    private bool _told;

    protected override async ValueTask<ReadOnlyMemory<byte>> NextAsync(Stream from, CancellationToken cancellation)
    {
        if (_told)
        {
            return default;
        }

        _told = true;
        using var whole = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while (whole.Length < Longest && (read = await from.ReadAsync(buffer, cancellation)) > 0)
        {
            whole.Write(buffer.AsSpan(0, read));
        }

        return rewrite(whole.ToArray());
    }
}
