using System.Net.Http.Headers;
using Gantry.Protocols.Json;

namespace Gantry.Providers;

/// <summary>A request as its protocol has it, for a provider to make its own of it: members of the body and headers that its transport puts elsewhere.</summary>
/// <param name="call">What is asked.</param>
/// <param name="body">The body before any edit; a JSON object.</param>
/// <param name="headers">The headers as they would leave, without the credential.</param>
/// <param name="lose">Takes the token of what the vendor cannot be told (protocols §29).</param>
internal sealed class OutboundEdit(UpstreamCall call, ReadOnlyMemory<byte> body, HttpRequestHeaders headers, Action<string> lose)
{
    private JsonObjectEdit? _members;

    public UpstreamCall Call => call;

    public ReadOnlyMemory<byte> Body => body;

    public HttpRequestHeaders Headers => headers;

    /// <summary>The edits of the body.</summary>
    public JsonObjectEdit Members => _members ??= new JsonObjectEdit(body);

    /// <summary>Says that something was left out: the client, the log and the usage record name it.</summary>
    public void Lose(string token) => lose(token);

    /// <summary>Hands the edits on.</summary>
    public void ApplyTo(JsonSplice splice) => _members?.ApplyTo(splice);
}
