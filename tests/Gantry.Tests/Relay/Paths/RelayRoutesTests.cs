using Gantry.Protocols.Tests;
using Gantry.Protocols;
using Gantry.Relay.Paths;
using Xunit;

namespace Gantry.Tests.Relay.Paths;

public sealed class RelayRoutesTests
{
    [Theory]
    [InlineData("POST", "/v1/chat/completions", Protocol.Chat, Operation.Chat)]
    [InlineData("POST", "/v1/completions", Protocol.Chat, Operation.Completions)]
    [InlineData("POST", "/v1/embeddings", Protocol.Chat, Operation.Embeddings)]
    [InlineData("POST", "/v1/moderations", Protocol.Chat, Operation.Moderation)]
    [InlineData("POST", "/v1/rerank", Protocol.Chat, Operation.Rerank)]
    [InlineData("POST", "/v1/audio/speech", Protocol.Chat, Operation.Speech)]
    [InlineData("POST", "/v1/audio/transcriptions", Protocol.Chat, Operation.Transcription)]
    [InlineData("POST", "/v1/audio/translations", Protocol.Chat, Operation.Translation)]
    [InlineData("POST", "/v1/images/generations", Protocol.Chat, Operation.ImageGeneration)]
    [InlineData("POST", "/v1/images/edits", Protocol.Chat, Operation.ImageEdit)]
    [InlineData("POST", "/v1/images/variations", Protocol.Chat, Operation.ImageVariation)]
    [InlineData("POST", "/v1/responses", Protocol.Responses, Operation.Chat)]
    [InlineData("GET", "/v1/responses", Protocol.Responses, Operation.Chat)]
    [InlineData("POST", "/v1/responses/compact", Protocol.Responses, Operation.Compact)]
    [InlineData("POST", "/v1/responses/input_tokens", Protocol.Responses, Operation.CountTokens)]
    [InlineData("GET", "/v1/responses/resp_1", Protocol.Responses, Operation.StoredResponse)]
    [InlineData("DELETE", "/v1/responses/resp_1", Protocol.Responses, Operation.StoredResponse)]
    [InlineData("POST", "/v1/responses/resp_1/cancel", Protocol.Responses, Operation.StoredResponse)]
    [InlineData("GET", "/v1/responses/resp_1/input_items", Protocol.Responses, Operation.StoredResponse)]
    [InlineData("POST", "/v1/messages", Protocol.Messages, Operation.Chat)]
    [InlineData("POST", "/v1/messages/count_tokens", Protocol.Messages, Operation.CountTokens)]
    [InlineData("POST", "/v1beta/models/g:generateContent", Protocol.Gemini, Operation.Chat)]
    [InlineData("POST", "/v1/models/g:streamGenerateContent", Protocol.Gemini, Operation.Chat)]
    [InlineData("POST", "/v1alpha/models/g:countTokens", Protocol.Gemini, Operation.CountTokens)]
    [InlineData("POST", "/v1beta/models/g:embedContent", Protocol.Gemini, Operation.Embeddings)]
    [InlineData("POST", "/v1beta/models/g:batchEmbedContents", Protocol.Gemini, Operation.Embeddings)]
    [InlineData("GET", "/v1/models", Protocol.Chat, Operation.Models)]
    [InlineData("GET", "/v1/models/g", Protocol.Chat, Operation.Models)]
    [InlineData("GET", "/v1beta/models", Protocol.Gemini, Operation.Models)]
    [InlineData("GET", "/v1alpha/models/g", Protocol.Gemini, Operation.Models)]
    public void Well_formed_path_finds_its_endpoint_unmended(string method, string path, Protocol protocol, Operation operation)
    {
        var match = RelayRoutes.Match(method, path)!.Value;

        Assert.Equal((protocol, operation, method), (match.Route.Protocol, match.Route.Operation, match.Route.Method));
        Assert.True(match.MethodAllowed);
        Assert.Null(match.HealedBase);
        Assert.Equal(path, "/" + match.Version + match.UpstreamPath());
    }

    [Fact]
    public void Every_endpoint_is_reached_by_its_own_pattern()
    {
        foreach (var route in RelayRoutes.All)
        {
            var version = route.Protocol == Protocol.Gemini ? "/v1beta" : "/v1";
            var path = version + route.Pattern.Replace("{model}", "m", StringComparison.Ordinal).Replace("{id}", "i", StringComparison.Ordinal);

            Assert.Same(route, RelayRoutes.Match(route.Method, path)?.Route);
        }
    }

    [Fact]
    public void Every_endpoint_needs_a_key_and_bounds_its_body()
    {
        Assert.All(RelayRoutes.All, route => Assert.True(route.RequiresKey));
        Assert.All(RelayRoutes.All, route => Assert.Equal(route.Body == BodyKind.None, route.BodyLimit == 0));
        Assert.All(RelayRoutes.All, route => Assert.True(route.Body != BodyKind.None || !route.Metered));
        Assert.Equal(32 << 20, RelayRoutes.Match("POST", "/v1/messages")!.Value.Route.BodyLimit);
        Assert.Equal(50 << 20, RelayRoutes.Match("POST", "/v1/images/edits")!.Value.Route.BodyLimit);
    }

    [Theory]
    [InlineData("/v1beta/models/anthropic/claude-x:generateContent", "anthropic/claude-x", "generateContent")]
    [InlineData("/v1beta/models/anthropic%2Fclaude-x:generateContent", "anthropic/claude-x", "generateContent")]
    [InlineData("/v1beta/models/g%3AstreamGenerateContent", "g", "streamGenerateContent")]
    [InlineData("/v1/models/accounts/f/models/llama:0:countTokens", "accounts/f/models/llama:0", "countTokens")]
    [InlineData("/v1beta/models/models/g:generateContent", "g", "generateContent")]
    [InlineData("/v1beta/models/a.b-v1:0:generateContent", "a.b-v1:0", "generateContent")]
    public void Model_and_verb_are_read_from_the_path(string path, string model, string verb)
    {
        var match = RelayRoutes.Match("POST", path)!.Value;

        Assert.Equal((model, verb, null), (match.Model, match.Verb, match.HealedBase));
    }

    [Theory]
    [InlineData("/v1/models/openai/gpt-5", "openai/gpt-5")]
    [InlineData("/v1/models/openai%2Fgpt-5", "openai/gpt-5")]
    [InlineData("/v1/models/ft:gpt-4o:acme::id", "ft:gpt-4o:acme::id")]
    public void Model_of_a_single_look_up_may_hold_slashes_and_colons(string path, string model) =>
        Assert.Equal(model, RelayRoutes.Match("GET", path)!.Value.Model);

    [Fact]
    public void Upstream_path_takes_the_upstreams_own_model_name()
    {
        var match = RelayRoutes.Match("POST", "/v1beta/models/alias:generateContent")!.Value;

        Assert.Equal("/models/accounts/f/models/l%20%3F:generateContent", match.UpstreamPath("accounts/f/models/l ?"));
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", "POST")]
    [InlineData("PUT", "/v1/responses", "POST, GET")]
    [InlineData("GET", "/v1/responses/compact", "POST")]
    [InlineData("PATCH", "/v1/responses/resp_1", "GET, DELETE")]
    [InlineData("GET", "/v1beta/models/g:generateContent", "POST")]
    [InlineData("POST", "/v1/models", "GET")]
    [InlineData("DELETE", "/v1/models/g", "GET")]
    [InlineData("GET", "/messages", "POST")]
    public void Wrong_method_names_the_right_ones(string method, string path, string allow) =>
        Assert.Equal(allow, RelayRoutes.Match(method, path)!.Value.Allow);

    [Theory]
    [InlineData("/v1/responses/a%2Fb")]
    [InlineData("/v1/responses/a b")]
    [InlineData("/v1/responses/..")]
    [InlineData("/v1/responses/a/b")]
    [InlineData("/v1/responses/a\\b")]
    [InlineData("/v1beta/models/../x:generateContent")]
    [InlineData("/v1beta/models/%2e%2e/x")]
    [InlineData("/v1beta/models/a%0d%0ab")]
    public void Id_or_model_that_could_leave_its_place_is_no_endpoint(string path)
    {
        Assert.Null(RelayRoutes.Match("GET", path));
        Assert.Null(RelayRoutes.Match("POST", path));
    }

    [Theory]
    [InlineData("/api/v1/messages", "/api")]
    [InlineData("/Gate/Way/v1/messages", "/gate/way")]
    [InlineData("/v1/messages", "/api")]
    public void Configured_path_base_is_no_fault(string path, string pathBase) =>
        Assert.Null(RelayRoutes.Match("POST", path, pathBase)!.Value.HealedBase);

    [Fact]
    public void Path_that_only_begins_like_the_path_base_is_not_below_it() =>
        Assert.Null(RelayRoutes.Match("POST", "/gateway/v1/messages", "/gate"));

    [Fact]
    public void Two_hundred_paths_of_upstreams_that_are_not_offered_find_nothing()
    {
        string[] roots = ["/v1/", "/v1beta/", "/api/v1/", "/openai/v1/", "/v1/v1/"];
        string[] tails =
        [
            "files", "files/file-1", "files/file-1/content", "uploads", "batches", "batches/b1/cancel", "fine_tuning/jobs", "assistants",
            "threads", "threads/t1/runs", "vector_stores", "vector_stores/v1x/search", "containers", "evals", "organization/users",
            "organization/costs", "organizations/api_keys", "messages/batches", "messages/batches/m1/results", "skills", "realtime/sessions",
            "realtime/calls", "videos", "videos/vid_1/content", "audio/voices", "chat/completions/c1", "chat/completions/c1/messages",
            "conversations", "conversations/c1/items", "cachedContents", "cachedContents/c1", "corpora", "tunedModels", "tunedModels/t:generateContent",
            "operations/o1", "fileSearchStores", "models/g:predictLongRunning", "models/g:predict", "billing/credit_grants", "usage/completions",
        ];
        var paths = roots.SelectMany(root => tails.Select(tail => root + tail)).ToList();

        Assert.Equal(200, paths.Count);
        Assert.All(paths, path => Assert.Null(RelayRoutes.Match("POST", path)));
    }

    [Fact]
    public void Exact_path_costs_no_allocation()
    {
        Assert.Equal(0, Allocated.Least(() => RelayRoutes.Match("POST", "/v1/chat/completions")));
    }
}
