using Gantry.Protocols;

namespace Gantry.Bench.BytePaths;

/// <summary>Requests through the real server: everything that a process allocates from the client's first byte to the record of what was used.</summary>
/// <remarks><c>served/…</c> is a whole answer, until its record is in the journal; <c>served-and-settled</c> brings the records into the store as well, 500 at
/// once; <c>served-stream-100-more/…</c> is what 100 further events cost, each of them a read of its own: the
/// provider sends the next one when the client has the last. One protocol is relayed, two are translated.</remarks>
internal static class ServedPaths
{
    private const int Events = 100;

    public static IReadOnlyList<BytePath> All { get; } = !OperatingSystem.IsLinux() ? [] :
    [
        .. from client in TranslationPaths.Clients select Whole(client, null),
        .. from client in TranslationPaths.Clients from spoken in TranslationPaths.Clients where client != spoken select Whole(client, spoken),
        new("served-and-settled/chat", 5_500, static () => ServedGateway.Shared.Ask(Protocol.Chat, null, events: 0, settles: true)) { OfProcess = true },
        .. from client in TranslationPaths.Clients select More(client, null),
        .. from client in TranslationPaths.Clients from spoken in TranslationPaths.Clients where client != spoken select More(client, spoken),
    ];

    private static BytePath Whole(Protocol client, Protocol? spoken) =>
        new(Name("served", client, spoken), 660, () => ServedGateway.Shared.Ask(client, spoken, events: 0)) { OfProcess = true };

    private static BytePath More(Protocol client, Protocol? spoken) => new(Name("served-stream-100-more", client, spoken), 110, () => ServedGateway.Shared.Ask(client, spoken, 2 * Events))
    {
        Beside = () => ServedGateway.Shared.Ask(client, spoken, Events),
        OfProcess = true,
    };

    private static string Name(string kind, Protocol client, Protocol? spoken) =>
        spoken is { } other ? TranslationPaths.Name(kind, client, other) : $"{kind}/{client}".ToLowerInvariant();
}
