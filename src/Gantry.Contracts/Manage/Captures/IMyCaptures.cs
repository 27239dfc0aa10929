namespace Gantry.Contracts.Manage.Captures;

/// <summary>What is kept of one's own requests, where their keys want it. Nobody else reads it.</summary>
public interface IMyCaptures
{
    /// <exception cref="RefusedException">Nothing is kept of such a request, or its time is over.</exception>
    Task<CaptureView> GetAsync(IActor who, string request, CancellationToken cancellation);

    /// <inheritdoc cref="GetAsync"/>
    Task DeleteAsync(IActor who, string request, CancellationToken cancellation);
}
