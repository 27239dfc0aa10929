namespace Gantry.Relay;

/// <summary>Ids of requests: <c>req_</c> and a version 7 UUID, so that they sort by time.</summary>
internal static class RequestIds
{
    /// <summary>Carries the id on every response.</summary>
    public const string Header = "x-request-id";

    public static string Next(TimeProvider time) => $"req_{Guid.CreateVersion7(time.GetUtcNow()):N}";
}
