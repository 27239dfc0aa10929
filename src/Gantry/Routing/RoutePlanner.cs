using System.Collections.Immutable;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>From a model name to the deployments that may serve it, in the order to try them.</summary>
internal sealed class RoutePlanner(CredentialTurn credentials)
{
    /// <summary>
    /// The first group of the key that offers the model to this protocol and operation serves it; inside a group the order is that of the
    /// snapshot (priority, then weight). Balancing, cool-down and further attempts build on <see cref="RoutePlan.Candidates"/>.
    /// </summary>
    public RoutePlan Plan(RouteRequest request)
    {
        var (key, model, protocol, operation) = request;
        Group? closed = null;
        Model? unpriced = null;
        ImmutableArray<Deployment> otherProtocols = default;
        foreach (var group in key.Groups)
        {
            if (!TryFind(group, key, model, out var offers))
            {
                continue;
            }

            if (group.Operations is not null && !group.Operations.Contains(operation))
            {
                closed = group;
                continue;
            }

            var speaking = operation switch
            {
                Operation.Chat or Operation.CountTokens or Operation.Compact => Ordered(offers, protocol),
                Operation.Embeddings => Ordered(Embedding(offers), protocol),
                _ => Speaking(offers, protocol),
            };
            var priced = operation == Operation.CountTokens ? speaking : Priced(speaking);
            if (!priced.IsEmpty)
            {
                return RoutePlan.Through([.. priced.SelectMany(offer => credentials.Next(offer.Upstream), (offer, credential) => new RouteCandidate(group, offer, credential))]);
            }

            if (speaking.IsEmpty)
            {
                otherProtocols = offers;
            }
            else
            {
                unpriced = speaking[0].Model;
            }
        }

        if (unpriced is not null)
        {
            return RoutePlan.Refuse(NoPrice(unpriced));
        }

        if (!otherProtocols.IsDefault)
        {
            return RoutePlan.Refuse(operation == Operation.Embeddings ? NoEmbeddings(model, otherProtocols) : NoCommonProtocol(model, protocol, otherProtocols));
        }

        return RoutePlan.Refuse(closed is null ? UnknownModel(model) : Closed(closed, operation));
    }

    /// <summary>Every model that the key may use, each once, in the order of the key's groups.</summary>
    public static IEnumerable<Model> VisibleModels(ApiKey key)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in key.Groups)
        {
            foreach (var model in group.Offers.Values.Select(o => o[0].Model).OrderBy(m => m.Id, StringComparer.Ordinal))
            {
                if (IsAllowed(key, model) && seen.Add(model.Id))
                {
                    yield return model;
                }
            }
        }
    }

    private static bool TryFind(Group group, ApiKey key, string model, out ImmutableArray<Deployment> offers) =>
        group.Offers.TryGetValue(model, out offers) && IsAllowed(key, offers[0].Model);

    private static bool IsAllowed(ApiKey key, Model model) => key.Models is null || key.Models.Contains(model.Id);

    /// <summary>What has no price cannot be billed, so it is not served: nothing is free by mistake.</summary>
    private static ImmutableArray<Deployment> Priced(ImmutableArray<Deployment> offers) =>
        offers.All(o => o.Price is not null) ? offers : [.. offers.Where(o => o.Price is not null)];

    private static ImmutableArray<Deployment> Speaking(ImmutableArray<Deployment> offers, Protocol protocol)
    {
        foreach (var offer in offers)
        {
            if (!Speaks(offer, protocol))
            {
                return [.. offers.Where(o => Speaks(o, protocol))];
            }
        }

        return offers;
    }

    private static bool Speaks(Deployment deployment, Protocol protocol) => deployment.Speaks(protocol);

    /// <summary>Those that can be asked for vectors: Messages and Converse have no word for them.</summary>
    private static ImmutableArray<Deployment> Embedding(ImmutableArray<Deployment> offers) =>
        offers.All(IsEmbedding) ? offers : [.. offers.Where(IsEmbedding)];

    private static bool IsEmbedding(Deployment deployment) => deployment.Spoken.Any(p => p is Protocol.Chat or Protocol.Responses or Protocol.Gemini);

    /// <summary>Within a priority, those that need no translation come first.</summary>
    private static ImmutableArray<Deployment> Ordered(ImmutableArray<Deployment> offers, Protocol protocol) =>
        offers.All(o => Speaks(o, protocol)) || !offers.Any(o => Speaks(o, protocol))
            ? offers
            : [.. offers.OrderBy(o => o.Priority).ThenBy(o => Speaks(o, protocol) ? 0 : 1)];

    private static GatewayError UnknownModel(string model) => new(
        ErrorKind.ModelNotFound,
        ErrorOrigin.Client,
        $"The model '{Shorten(model)}' does not exist or this API key has no access to it. GET /v1/models lists the models of this key.")
    {
        Param = "model",
    };

    private static GatewayError NoPrice(Model model) => new(
        ErrorKind.NotConfigured,
        ErrorOrigin.Gateway,
        $"The model '{model.Id}' has no price on this gateway and is not served without one. Its administrator sets it with 'gantry price set {model.Id} …', or says that it is free.")
    {
        Param = "model",
        Code = "price_not_configured",
    };

    private static GatewayError Closed(Group group, Operation operation) => new(
        ErrorKind.Forbidden,
        ErrorOrigin.Client,
        $"The group '{group.Name}' of this API key does not serve {operation}.")
    {
        Code = "operation_not_allowed",
    };

    private static GatewayError NoCommonProtocol(string model, Protocol protocol, ImmutableArray<Deployment> offers)
    {
        var spoken = string.Join(", ", offers.SelectMany(o => o.Spoken).Distinct().Select(p => p.ToString()));
        return new GatewayError(
            ErrorKind.NotImplemented,
            ErrorOrigin.Gateway,
            $"The model '{Shorten(model)}' is served in {spoken} and not in {protocol}. Ask for it through an endpoint of that protocol.")
        {
            Param = "model",
            Code = "protocol_not_served",
        };
    }

    private static GatewayError NoEmbeddings(string model, ImmutableArray<Deployment> offers)
    {
        var spoken = string.Join(", ", offers.SelectMany(o => o.Spoken).Distinct().Select(p => p.ToString()));
        return new GatewayError(
            ErrorKind.NotFound, ErrorOrigin.Client, $"The model '{Shorten(model)}' is served in {spoken}, which has no embeddings. Ask for an embedding model.")
        {
            Param = "model",
            Code = "embeddings_not_served",
        };
    }

    private static string Shorten(string model) => model.Length <= 200 ? model : $"{model[..200]}…";
}
