namespace Gantry.Bench.BytePaths;

/// <summary>A byte path with its inputs ready.</summary>
/// <param name="Once">One operation.</param>
/// <param name="End">Cleans up.</param>
internal sealed record BytePathRun(Action Once, Action? End = null) : IDisposable
{
    public void Dispose() => End?.Invoke();
}
