using System.Collections.Immutable;

namespace Gantry.Secrets;

/// <summary>
/// Changes the master key while servers run (reliability S-11): the new key beside the old, every box wrapped again, then the old goes. May be
/// broken off at any moment and begun again: it goes on where it was.
/// </summary>
/// <param name="secrets">The keys.</param>
/// <param name="cells">Every place where boxes lie.</param>
/// <param name="time">The clock.</param>
internal sealed class MasterKeyRotation(SecretFiles secrets, IEnumerable<ISealedCells> cells, TimeProvider time) : IDisposable
{
    /// <summary>
    /// Between the last box that is wrapped again and the removal of the old key: who has sealed under it before the change, and not written yet, has
    /// done so by then, and is seen by one more look.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private const int MostLooks = 10;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Runs a change from its begin, or from where another one stopped, to its end.</summary>
    /// <exception cref="SecretFileException">There is no key to change from: one that the environment gives is changed there first.</exception>
    public async Task<RotationReport> RotateAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (secrets.Files is { } files) files.Begin();
            else if (secrets.Keys()?.Previous is null)
            {
                throw new SecretFileException(
                    $"The master key comes from {SecretFiles.MasterKeyVariable}: set the new one there and the old one in {SecretFiles.PreviousMasterKeyVariable}, restart the server, and come again.");
            }

            return await RewrapAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<RotationReport> RewrapAsync(CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var unreadable = await LookAsync(counts, cancellation);
        var took = time.GetElapsedTime(start);
        var calm = false;
        for (var look = 0; look < MostLooks && !calm && unreadable.IsEmpty; look++)
        {
            await Task.Delay(Settling, time, cancellation);
            var before = counts.Values.Sum();
            unreadable = await LookAsync(counts, cancellation);
            calm = counts.Values.Sum() == before;
        }

        // A box that does not open may be one of a key that comes back: the old key is not thrown away over it.
        var finished = calm && unreadable.IsEmpty;
        if (finished) secrets.Files?.End();
        return new RotationReport(secrets.Keys()!.Current.ToString(), [.. counts.Select(c => (c.Key, c.Value))], unreadable, finished, took);
    }

    private async Task<ImmutableArray<string>> LookAsync(Dictionary<string, int> counts, CancellationToken cancellation)
    {
        var unreadable = ImmutableArray.CreateBuilder<string>();
        foreach (var place in cells)
        {
            var result = await place.RewrapAsync(secrets.Seal, cancellation);
            counts[place.Name] = counts.GetValueOrDefault(place.Name) + result.Rewrapped;
            unreadable.AddRange(result.Unreadable);
        }

        return unreadable.ToImmutable();
    }
}
