using Gantry.Routing;

namespace Gantry.Relay;

/// <summary>The headers by which clients name the conversation that a request belongs to.</summary>
internal static class SessionHeaders
{
    private const int Longest = 256;

    private static readonly string[] Names = ["x-claude-code-session-id", "session-id", "session_id", "x-session-affinity", "x-session-id", "conversation_id"];

    /// <summary>The first that is given; null where none is.</summary>
    public static string? Find(IHeaderDictionary headers) => Signal(headers)?.Value;

    /// <summary>As <see cref="Find"/>, with the header's name.</summary>
    public static SessionSignal? Signal(IHeaderDictionary headers)
    {
        foreach (var name in Names)
        {
            if (headers.TryGetValue(name, out var values) && values is [{ Length: > 0 and <= Longest } session, ..])
            {
                return new SessionSignal(name, session);
            }
        }

        return null;
    }
}
