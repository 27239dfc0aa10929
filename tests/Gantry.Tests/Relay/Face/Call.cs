namespace Gantry.Tests.Relay.Face;

/// <summary>The plainest request for an answer in one of the four protocols.</summary>
internal sealed record Call(string Protocol, string Path, string Json)
{
    public static readonly string[] Protocols = ["chat", "responses", "messages", "gemini"];

    /// <param name="protocol">One of <see cref="Protocols"/>.</param>
    /// <param name="model">The model to ask for.</param>
    /// <param name="stream">Ask for events.</param>
    /// <param name="more">Further members of the body, each with its comma before it.</param>
    public static Call Of(string protocol, string model, bool stream = false, string more = "")
    {
        var streamed = stream && protocol != "gemini" ? ",\"stream\":true" : "";
        return protocol switch
        {
            "chat" => new(protocol, "/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]{{streamed}}{{more}}}"""),
            "responses" => new(protocol, "/v1/responses", $$"""{"model":"{{model}}","input":"hello"{{streamed}}{{more}}}"""),
            "messages" => new(protocol, "/v1/messages", $$"""{"model":"{{model}}","max_tokens":64,"messages":[{"role":"user","content":"hello"}]{{streamed}}{{more}}}"""),
            _ => new(
                protocol,
                $"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}",
                $$"""{"contents":[{"role":"user","parts":[{"text":"hello"}]}]{{more}}}"""),
        };
    }

    public Task<HttpResponseMessage> SendAsync(TestGateway gateway, params (string Name, string Value)[] headers) => gateway.PostAsync(Path, Json, headers);
}
