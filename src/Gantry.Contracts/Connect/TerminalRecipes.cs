using static Gantry.Contracts.Connect.ShellText;

namespace Gantry.Contracts.Connect;

/// <summary>Clients in a terminal.</summary>
internal static class TerminalRecipes
{
    private const string InSettings = "settings.json";
    private const string InShell = "Shell";
    private const string InAiderFile = ".aider.conf.yml";

    public static readonly Told RootOnly = new(
        "Its base URL is the bare address. With /v1 at its end it calls /v1/v1/messages; this gateway mends that and says so here, others do not.",
        "基础 URL 只写地址本身。末尾加 /v1 会变成 /v1/v1/messages；本网关会修正并在此提示，其他网关不会。");

    public static readonly Told TwoKeys = new(
        "A variable ANTHROPIC_API_KEY that is still set is sent beside the token. A foreign one is ignored here; two keys of this gateway are refused. Unset it.",
        "若仍设置了 ANTHROPIC_API_KEY，它会与令牌一同发送。外来的密钥会被忽略；两个本网关的不同密钥会被拒绝。请取消该变量。");

    public static readonly Told SmallModel = new(
        "Titles and background work go to the small model: the key has to serve it, or part of the work fails.",
        "标题和后台任务会使用小模型：密钥必须能使用该模型，否则部分功能会失败。");

    public static readonly Told Responses = new(
        "wire_api = \"chat\" stops it at its start: it speaks Responses alone.",
        "wire_api = \"chat\" 会导致启动失败：它只使用 Responses 协议。");

    public static readonly Told CodexBase = new(
        "The base URL ends in /v1, and it belongs into a provider of your own: the variable OPENAI_BASE_URL alone is not enough.",
        "基础 URL 以 /v1 结尾，并且要写在自定义 provider 中：仅设置 OPENAI_BASE_URL 变量不够。");

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new()
        {
            Id = "claude-code", Name = "Claude Code", Kind = RecipeKind.Terminal, Protocols = ["messages"], BasePath = "",
            BaseSetting = "ANTHROPIC_BASE_URL", KeySetting = "ANTHROPIC_AUTH_TOKEN", Taste = ModelTaste.Anthropic, WantsSmallModel = true,
            About = new("Anthropic's agent in the terminal, with any model of yours.", "Anthropic 的终端智能体，可使用你的任意模型。"),
            Systems = Steps.Everywhere, Variants = [InShell, InSettings], Steps = Claude,
            Traps =
            [
                RootOnly, TwoKeys, SmallModel,
                new("Were you signed in to claude.ai before? Use /logout once: a login of its own can win over the variables.", "之前登录过 claude.ai？先执行一次 /logout：自带登录可能优先于变量。"),
                new("The key stands alone, without the word Bearer.", "密钥单独填写，不要加 Bearer。"),
                new("As root it refuses --dangerously-skip-permissions unless IS_SANDBOX=1 is set.", "以 root 运行时，除非设置 IS_SANDBOX=1，否则拒绝 --dangerously-skip-permissions。"),
            ],
        },
        new()
        {
            Id = "codex", Name = "Codex CLI", Kind = RecipeKind.Terminal, Protocols = ["responses"], BasePath = "/v1",
            BaseSetting = "base_url", KeySetting = "GANTRY_KEY",
            About = new("OpenAI's agent in the terminal.", "OpenAI 的终端智能体。"),
            Systems = Steps.Everywhere, Steps = Codex,
            Traps =
            [
                Responses, CodexBase,
                new("CODEX_HOME moves the folder: the file counts only where that variable points to.", "CODEX_HOME 会改变目录：配置文件必须位于该变量所指的目录。"),
                new("A wrong key is tried six times: it takes some seconds before it says anything.", "密钥错误时会重试六次：几秒后才会报错。"),
                new("Leave supports_websockets out where a proxy in front of the gateway passes no WebSockets.", "如网关前的代理不支持 WebSocket，请不要设置 supports_websockets。"),
            ],
        },
        new()
        {
            Id = "gemini-cli", Name = "Gemini CLI", Kind = RecipeKind.Terminal, Protocols = ["gemini"], BasePath = "",
            BaseSetting = "GOOGLE_GEMINI_BASE_URL", KeySetting = "GEMINI_API_KEY", Taste = ModelTaste.Google,
            About = new("Google's agent in the terminal.", "Google 的终端智能体。"),
            Systems = Steps.Everywhere, Steps = Gemini,
            Traps =
            [
                new("Without selectedType in settings.json it stops with \"Invalid auth method selected\", exit code 41.", "settings.json 中缺少 selectedType 时，会以 \"Invalid auth method selected\" 退出，退出码 41。"),
                new("Its base URL is the bare address: with /v1beta it calls /v1beta/v1beta.", "基础 URL 只写地址本身：加 /v1beta 会变成 /v1beta/v1beta。"),
                new("Without -m, and for web search, it asks for small models of its own choice, such as gemini-3.5-flash-lite: the key needs them, or aliases.", "不带 -m 或使用网页搜索时，它会自行选择小模型（如 gemini-3.5-flash-lite）：密钥需要这些模型或别名。"),
                new("It needs Node.js 20 or newer, and asks whether it may trust the folder; without a person to answer use --skip-trust.", "需要 Node.js 20 或更高版本，并会询问是否信任当前文件夹；无人值守时使用 --skip-trust。"),
            ],
        },
        new()
        {
            Id = "opencode", Name = "OpenCode", Kind = RecipeKind.Terminal, Protocols = ["chat", "responses", "messages", "gemini"], BasePath = "/v1",
            BaseSetting = "options.baseURL", KeySetting = "GANTRY_KEY", WantsSmallModel = true,
            About = new("An open agent in the terminal, for every protocol.", "开源终端智能体，支持所有协议。"),
            Systems = Steps.Everywhere, Steps = OpenCode,
            Traps =
            [
                new("Give every model a limit: without one it asks for a thinking budget of -1.", "为每个模型设置 limit：否则它会请求 -1 的思考预算。"),
                new("A base URL with /v1 suits @ai-sdk/anthropic too; @ai-sdk/google wants /v1beta.", "@ai-sdk/anthropic 也使用带 /v1 的基础 URL；@ai-sdk/google 需要 /v1beta。"),
                SmallModel,
            ],
        },
        new()
        {
            Id = "aider", Name = "Aider", Kind = RecipeKind.Terminal, Protocols = ["chat"], BasePath = "/v1",
            BaseSetting = "OPENAI_API_BASE", KeySetting = "OPENAI_API_KEY", WantsSmallModel = true,
            About = new("Pair programming in the terminal, over Chat.", "终端结对编程，使用 Chat 协议。"),
            Systems = Steps.Everywhere, Variants = [InShell, InAiderFile], Steps = Aider,
            Traps =
            [
                new("The prefix openai/ before the model says which protocol is spoken; without it Aider looks for another vendor's key.", "模型名前的 openai/ 表示所用协议；缺少时 Aider 会寻找其他厂商的密钥。"),
                new("It warns about a model that it does not know: that is harmless.", "对未知模型给出的警告可以忽略。"),
            ],
        },
        new()
        {
            Id = "curl", Name = "curl", Kind = RecipeKind.Terminal, Protocols = ["chat", "responses", "messages", "gemini"], BasePath = "",
            BaseSetting = "URL", KeySetting = "Authorization",
            About = new("One request by hand: the quickest proof that address, key and model are right.", "手动发送一次请求：验证地址、密钥和模型的最快方式。"),
            Systems = Steps.Everywhere, Variants = ["Chat", "Responses", "Messages", "Gemini"], Steps = CurlRecipe.Steps,
            Traps =
            [
                new("Every form of key works at every address: Authorization: Bearer, x-api-key, x-goog-api-key.", "所有地址都接受任意形式的密钥：Authorization: Bearer、x-api-key、x-goog-api-key。"),
                new("In PowerShell, curl may be another program: use what stands here.", "PowerShell 中的 curl 可能是另一个程序：请使用此处的命令。"),
            ],
        },
    ];

    /// <summary>The part of Claude Code's settings that VS Code reads as well.</summary>
    public static RecipeStep ClaudeSettings(ClientSetUp s)
    {
        var path = Home(s.System, ".claude/settings.json");
        return Steps.File(Steps.FileOf(path), path, $$"""
            {
              "env": {
                "ANTHROPIC_BASE_URL": {{Json(s.Address)}},
                "ANTHROPIC_AUTH_TOKEN": {{Json(s.Key)}},
                "ANTHROPIC_MODEL": {{Json(s.Model)}},
                "ANTHROPIC_DEFAULT_HAIKU_MODEL": {{Json(s.SmallModel)}}
              }
            }
            """);
    }

    /// <summary>What Codex reads, in the terminal and in the editor.</summary>
    public static RecipeStep CodexConfig(ClientSetUp s)
    {
        var path = Home(s.System, ".codex/config.toml");
        return Steps.File(Steps.FileOf(path), path, $"""
            model = {Json(s.Model)}
            model_provider = "gantry"

            [model_providers.gantry]
            name = "Gantry"
            base_url = {Json(s.Address + "/v1")}
            env_key = "GANTRY_KEY"
            wire_api = "responses"
            """);
    }

    private static IReadOnlyList<RecipeStep> Claude(ClientSetUp s) =>
    [
        Steps.Install("npm install -g @anthropic-ai/claude-code"),
        s.Variant == InSettings
            ? ClaudeSettings(s)
            : Steps.Shell(Steps.Variables(s.System),
                Set(s.System, ("ANTHROPIC_BASE_URL", s.Address), ("ANTHROPIC_AUTH_TOKEN", s.Key), ("ANTHROPIC_MODEL", s.Model), ("ANTHROPIC_DEFAULT_HAIKU_MODEL", s.SmallModel))
                + "\n" + Unset(s.System, "ANTHROPIC_API_KEY")),
        Steps.Command(new("Start it in your project:", "在项目目录中启动："), "claude",
            new("/status names this address as the Anthropic base URL, and no login is asked for.", "/status 显示的 Anthropic 基础 URL 为本地址，且不要求登录。")),
        Steps.Ask(),
    ];

    private static IReadOnlyList<RecipeStep> Codex(ClientSetUp s) =>
    [
        Steps.Install("npm install -g @openai/codex"),
        CodexConfig(s),
        Steps.Shell(Steps.Variables(s.System), Set(s.System, ("GANTRY_KEY", s.Key))),
        Steps.Command(new("Start it in your project:", "在项目目录中启动："), "codex", new("/status names the provider gantry and your model.", "/status 显示 provider 为 gantry 以及所选模型。")),
        Steps.Ask(),
    ];

    private static IReadOnlyList<RecipeStep> Gemini(ClientSetUp s)
    {
        var path = Home(s.System, ".gemini/settings.json");
        return
        [
            Steps.Install("npm install -g @google/gemini-cli"),
            Steps.File(Steps.FileOf(path), path, $$$"""
                {
                  "security": {"auth": {"selectedType": "gemini-api-key"}},
                  "privacy": {"usageStatisticsEnabled": false},
                  "model": {"name": {{{Json(s.Model)}}}}
                }
                """),
            Steps.Shell(Steps.Variables(s.System), Set(s.System, ("GOOGLE_GEMINI_BASE_URL", s.Address), ("GEMINI_API_KEY", s.Key))),
            Steps.Command(new("Start it in your project:", "在项目目录中启动："), $"gemini -m {Quote(s.System, s.Model)}", new("No login is asked for, and the model's name stands below the prompt.", "不要求登录，输入框下方显示模型名称。")),
            Steps.Ask(),
        ];
    }

    private static IReadOnlyList<RecipeStep> Aider(ClientSetUp s)
    {
        var (path, inFile) = (Home(s.System, ".aider.conf.yml"), s.Variant == InAiderFile);
        return
        [
            Steps.Install("python -m pip install aider-install && aider-install"),
            inFile
                ? Steps.File(Steps.FileOf(path), path, $"""
                    model: {Json("openai/" + s.Model)}
                    weak-model: {Json("openai/" + s.SmallModel)}
                    openai-api-base: {Json(s.Address + "/v1")}
                    openai-api-key: {Json(s.Key)}
                    """)
                : Steps.Shell(Steps.Variables(s.System), Set(s.System, ("OPENAI_API_BASE", s.Address + "/v1"), ("OPENAI_API_KEY", s.Key))),
            Steps.Command(new("Start it in your project:", "在项目目录中启动："),
                inFile ? "aider" : $"aider --model {Quote(s.System, "openai/" + s.Model)} --weak-model {Quote(s.System, "openai/" + s.SmallModel)}",
                new("It names the model it uses, then waits for what you type.", "显示所用模型，然后等待输入。")),
            Steps.Ask(),
        ];
    }

    private static IReadOnlyList<RecipeStep> OpenCode(ClientSetUp s)
    {
        var (package, below) = s.Model.Contains("claude", StringComparison.OrdinalIgnoreCase) ? ("@ai-sdk/anthropic", "/v1")
            : s.Model.Contains("gemini", StringComparison.OrdinalIgnoreCase) ? ("@ai-sdk/google", "/v1beta")
            : ("@ai-sdk/openai-compatible", "/v1");
        var models = string.Join(",\n", new[] { s.Model, s.SmallModel }.Distinct(StringComparer.Ordinal)
            .Select(model => $$$"""        {{{Json(model)}}}: {"name": {{{Json(model)}}}, "limit": {"context": 200000, "output": 32000}}"""));
        // The program looks in the same place on every system.
        var path = Home(s.System, ".config/opencode/opencode.json");
        return
        [
            Steps.Install("npm install -g opencode-ai"),
            Steps.File(Steps.FileOf(path), path, $$"""
                {
                  "$schema": "https://opencode.ai/config.json",
                  "provider": {
                    "gantry": {
                      "npm": {{Json(package)}},
                      "name": "Gantry",
                      "options": {"baseURL": {{Json(s.Address + below)}}, "apiKey": "{env:GANTRY_KEY}"},
                      "models": {
                """ + "\n" + models + "\n" + $$"""
                      }
                    }
                  },
                  "model": {{Json("gantry/" + s.Model)}},
                  "small_model": {{Json("gantry/" + s.SmallModel)}}
                }
                """),
            Steps.Shell(Steps.Variables(s.System), Set(s.System, ("GANTRY_KEY", s.Key))),
            Steps.Command(new("Start it in your project:", "在项目目录中启动："), "opencode", new("The model's name and Gantry stand below the prompt.", "输入框下方显示模型名称和 Gantry。")),
            Steps.Ask(),
        ];
    }
}
