namespace Gantry.Protocols.Json;

/// <summary>A member that <see cref="RequestWalk"/> knows.</summary>
internal enum RequestField
{
    None,
    Model,
    Stream,
    StreamOptions,
    IncludeUsage,
    MaxOutput,
    Choices,
    Tools,
    GenerationConfig,
    InferenceConfig,
    CacheMark,
    CacheLifetime,
    Tier,
    TierObject,
}
