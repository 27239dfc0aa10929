using System.Buffers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;

namespace Gantry.Bench.BytePaths;

/// <summary>The translate lane: a long request from client's bytes to upstream's bytes.</summary>
internal static class TranslationPaths
{
    public static IReadOnlyList<Protocol> Clients { get; } = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini];

    public static IReadOnlyList<BytePath> All { get; } =
    [
        .. from client in Clients from spoken in Clients.Append(Protocol.Converse) where client != spoken select Request(client, spoken),
    ];

    public static ReasoningMemory Memory { get; } = Remembering();

    public static TranslationTarget Target(Protocol spoken) => new(spoken, AgentBodies.Model(spoken))
    {
        Rules = ModelRulesCatalogue.BuiltIn.For(AgentBodies.Model(spoken)),
        Issuer = IssuerId.Of("upstream"),
    };

    public static TranslationSource Source(Protocol client) => new(client) { Tenant = "account", Session = "session", Memory = Memory };

    // The tenant has a thought in there, of another conversation: every call of the history has to be looked up.
    private static ReasoningMemory Remembering()
    {
        var memory = new ReasoningMemory(TimeProvider.System);
        var thought = new ReasoningBlob(BlobKind.ReadableThought, IssuerId.Of("upstream"), Protocols.Json.JsonText.From("A thought."));
        memory.Remember(ReasoningKey.ForCall("account", "public-model", "call_other"u8), [thought]);
        return memory;
    }

    private static BytePath Request(Protocol client, Protocol spoken) => new(Name("translate", client, spoken), 40, () =>
    {
        byte[] body = AgentBodies.Of(client);
        var (source, target) = (Source(client), Target(spoken));
        var output = new ArrayBufferWriter<byte>(2 * body.Length);
        return new(() =>
        {
            output.ResetWrittenCount();
            var losses = new LossLog();
            var asked = ChatCodecs.For(client).ReadRequest(body, new ChatCall("public-model", true));
            using (var json = new Utf8JsonWriter(output, WireJson.Options))
            {
                ChatCodecs.For(spoken).WriteRequest(Translation.Begin(asked, source, target, losses).Request, json, losses);
            }

            if (output.WrittenCount < body.Length / 2) throw new InvalidOperationException("The request was not written.");
        });
    });

    public static string Name(string kind, Protocol client, Protocol spoken) => $"{kind}/{client}-to-{spoken}".ToLowerInvariant();
}
