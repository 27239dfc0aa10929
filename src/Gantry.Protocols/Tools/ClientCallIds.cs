namespace Gantry.Protocols.Tools;

/// <summary>Gives the calls of one reply ids that the conversation has not seen: clients pair results by id alone.</summary>
/// <param name="history">The ids of all calls of the request.</param>
/// <param name="turn">Index of the reply's turn.</param>
/// <remarks>Some backends begin with <c>call_0</c> in every turn; a client would answer the first one for ever.</remarks>
public sealed class ClientCallIds(IEnumerable<string> history, int turn)
{
    private readonly HashSet<string> _taken = new(history, StringComparer.Ordinal);
    private int _ordinal;

    /// <summary>The id for the reply's next call.</summary>
    /// <param name="id">The upstream's; null or empty where it gave none.</param>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">Where they are known already; only used for a missing id.</param>
    public string Next(string? id, string name, Json.JsonSlice arguments = default)
    {
        int ordinal = _ordinal++;
        string given = string.IsNullOrWhiteSpace(id) ? ToolCallIds.Synthesize(turn, ordinal, name, arguments) : id;
        for (string own = given; !_taken.Add(given); own = given) given = ToolCallIds.Replace(own, turn, ordinal);
        return given;
    }
}
