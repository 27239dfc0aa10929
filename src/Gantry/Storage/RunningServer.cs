namespace Gantry.Storage;

/// <summary>A server that runs on a data folder.</summary>
/// <param name="Address">Where it listens; of several addresses the first.</param>
/// <param name="IsPassing">It is part of a command and ends with it.</param>
internal sealed record RunningServer(Uri Address, bool IsPassing)
{
    /// <summary>The root to reach it at from this machine, without a slash at its end.</summary>
    public string Root => Address.Host is "0.0.0.0" or "[::]" ? $"{Address.Scheme}://127.0.0.1:{Address.Port}" : Address.GetLeftPart(UriPartial.Authority);
}
