namespace Gantry.Bench.BytePaths;

/// <summary>A byte path with its inputs ready.</summary>
/// <param name="Once">One operation.</param>
/// <param name="End">Cleans up.</param>
/// <param name="Settle">Has everything done that some operations have left to be done later: it is theirs.</param>
internal sealed record BytePathRun(Action Once, Action? End = null, Action? Settle = null) : IDisposable
{
    public void Dispose() => End?.Invoke();
}
