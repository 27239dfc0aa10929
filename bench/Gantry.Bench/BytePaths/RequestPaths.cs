using System.Buffers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Json;

namespace Gantry.Bench.BytePaths;

/// <summary>Reading and editing request bodies.</summary>
internal static class RequestPaths
{
    public static IReadOnlyList<BytePath> All { get; } =
    [
        new("peek/chat-1k", 1_000, () => Peek(Bodies.Chat(1_000))),
        new("peek/agent-500k", 40, () => Peek(Bodies.Agent(500_000))),
        .. TranslationPaths.Clients.Select(client => new BytePath($"peek/agent-557k-{client}".ToLowerInvariant(), 40, () => Peek(AgentBodies.Of(client), isNamed: client != Protocol.Gemini))),
        new("peek/agent-500k-in-4k-pieces", 40, () => PeekPieces(Bodies.Agent(500_000))),
        new("splice/model-and-usage-1k", 1_000, () => Splice(Bodies.Chat(1_000))),
        new("splice/model-and-usage-500k", 40, () => Splice(Bodies.Agent(500_000))),
    ];

    static BytePathRun Peek(byte[] body, bool isNamed = true) => new(() => Read(new ReadOnlySequence<byte>(body), isNamed));

    static BytePathRun PeekPieces(byte[] body)
    {
        var pieces = Pieces.Of(body, 4_096);
        return new(() => Read(pieces));
    }

    static BytePathRun Splice(byte[] body)
    {
        var facts = Read(new ReadOnlySequence<byte>(body));
        ReadOnlyMemory<byte> name = JsonSplice.Quote("upstream-model-2026-01-01");
        return new(() =>
        {
            var splice = new JsonSplice();
            splice.ReplaceModel(facts, name);
            splice.IncludeUsage(facts);
            if (splice.Apply(body).Length <= body.Length)
            {
                throw new InvalidOperationException("The body was not edited.");
            }
        });
    }

    static RequestFacts Read(in ReadOnlySequence<byte> body, bool isNamed = true) =>
        RequestPeek.TryRead(body, modelRequired: isNamed, out var facts, out var rejection) ? facts : throw new JsonException(rejection.ToString());
}
