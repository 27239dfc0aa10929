using System.Collections.Frozen;

namespace Gantry.Moving.NewApi;

/// <summary>What a type of channel is here.</summary>
/// <param name="Type">Its name there.</param>
/// <param name="Provider">The provider; null where there is none for it.</param>
/// <param name="Base">Where it goes when the channel names no address; null: to the provider's own.</param>
/// <param name="Path">What the program puts behind any address, before the operation.</param>
internal sealed record HubChannelKind(string Type, string? Provider, string? Base = null, string Path = "")
{
    private const string Compatible = "openai-compatible";

    private static readonly FrozenDictionary<long, HubChannelKind> Shared = new Dictionary<long, HubChannelKind>
    {
        [1] = new("OpenAI", "openai"),
        [3] = new("Azure", "azure"),
        [8] = new("Custom", Compatible),
        [14] = new("Anthropic", "anthropic"),
        [17] = new("Ali", Compatible, "https://dashscope.aliyuncs.com", "/compatible-mode"),
        [20] = new("OpenRouter", "openrouter"),
        [24] = new("Gemini", "gemini"),
        [25] = new("Moonshot", Compatible, "https://api.moonshot.cn"),
        [31] = new("LingYiWanWu", Compatible, "https://api.lingyiwanwu.com"),
        [33] = new("AWS", "bedrock"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<long, HubChannelKind> OfNewApi = new Dictionary<long, HubChannelKind>
    {
        [4] = new("Ollama", "ollama"),
        [26] = new("ZhipuV4", Compatible, "https://open.bigmodel.cn", "/api/paas/v4"),
        [40] = new("SiliconFlow", Compatible, "https://api.siliconflow.cn"),
        [41] = new("VertexAI", "vertex"),
        [42] = new("Mistral", "mistral"),
        [43] = new("DeepSeek", "deepseek"),
        [45] = new("VolcEngine", Compatible, "https://ark.cn-beijing.volces.com", "/api/v3"),
        [46] = new("BaiduV2", Compatible, "https://qianfan.baidubce.com", "/v2"),
        [47] = new("Xinference", Compatible),
        [48] = new("xAI", "xai"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<long, HubChannelKind> OfOneApi = new Dictionary<long, HubChannelKind>
    {
        [26] = new("Baichuan", Compatible, "https://api.baichuan-ai.com"),
        [28] = new("Mistral", "mistral"),
        [29] = new("Groq", "groq"),
        [30] = new("Ollama", "ollama"),
        [32] = new("StepFun", Compatible, "https://api.stepfun.com"),
        [36] = new("DeepSeek", "deepseek"),
        [39] = new("TogetherAI", Compatible, "https://api.together.xyz"),
        [40] = new("Doubao", Compatible, "https://ark.cn-beijing.volces.com", "/api/v3"),
        [41] = new("Novita", Compatible, "https://api.novita.ai/v3/openai"),
        [42] = new("VertexAI", "vertex"),
        [44] = new("SiliconFlow", Compatible, "https://api.siliconflow.cn"),
        [45] = new("xAI", "xai"),
        [47] = new("BaiduV2", Compatible, "https://qianfan.baidubce.com", "/v2"),
        [50] = new("OpenAICompatible", Compatible),
    }.ToFrozenDictionary();

    /// <summary>Of a number that stands in the channels table. Numbers from 26 on mean different things in the two programs.</summary>
    public static HubChannelKind Of(long type, HubDialect dialect) =>
        Shared.GetValueOrDefault(type) ?? (dialect == HubDialect.NewApi ? OfNewApi : OfOneApi).GetValueOrDefault(type) ?? new HubChannelKind($"type {type}", null);
}
