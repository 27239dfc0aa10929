namespace Gantry.Cli.Code;

/// <summary>A key for one run. Until it is let go no other run uses it, so that what it spends is what the run spends.</summary>
/// <param name="id">Of the key.</param>
/// <param name="secret">To present.</param>
/// <param name="lease">Holds it.</param>
internal sealed class KeptKey(Guid id, string secret, IDisposable lease) : IDisposable
{
    public Guid Id => id;

    public string Secret => secret;

    public void Dispose() => lease.Dispose();
}
