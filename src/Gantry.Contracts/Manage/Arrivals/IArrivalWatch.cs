namespace Gantry.Contracts.Manage.Arrivals;

/// <summary>Somebody looks on. Disposing it ends that; what nobody has read is dropped, oldest first.</summary>
public interface IArrivalWatch : IDisposable
{
    /// <summary>Stands in the place of a key until there is one: it is this watch's alone, so a request that carries it is its own.</summary>
    string Placeholder { get; }

    /// <summary>Names the secret that the set-up on the page holds, so that a damaged copy of it is known.</summary>
    /// <param name="secret">Kept in memory as long as the watch, and compared; null for none.</param>
    void Expect(string? secret);

    /// <summary>What arrives from now on, until the watch ends.</summary>
    IAsyncEnumerable<Arrival> ReadAsync(CancellationToken cancellation);
}
