namespace Gantry.Console.Language;

/// <summary>The words of the pages of upstreams.</summary>
public sealed class UpstreamWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Upstreams", "上游");
    public string Add => Say("Add an upstream", "添加上游");
    public string Provider => Say("Provider", "服务商");
    public string Address => Say("Address", "地址");
    public string State => Say("State", "状态");
    public string Credentials => Say("Credentials", "凭据");
    public string Served => Say("Serves", "提供服务");
    public string Open => Say("Open", "打开");
    public string Actions => Say("Actions", "操作");
    public string Find => Say("Find", "查找");
    public string FindHint => Say("Name, provider or address", "名称、服务商或地址");
    public string NothingFound => Say("No upstream matches.", "没有匹配的上游。");
    public string EmptyTitle => Say("Make the gateway serve", "让网关开始服务");
    public string EmptyText => Say("The gateway sends requests on to upstreams: accounts at providers, or model servers of your own. Choose who is to answer first; the address is filled in, and the next screens lead to a model that answers.", "网关把请求转发给上游：服务商账号或你自己的模型服务器。请先选择由谁回答；地址会自动填好，后续页面会引导你得到一个可用的模型。");
    public string ChooseText => Say("Who answers? The address and the usual settings are filled in.", "由谁回答？地址和常用设置会自动填好。");
    public string OtherProvider => Say("Another provider", "换一个服务商");
    public string Name => Say("Name", "名称");
    public string NameHint => Say("What this upstream is called here.", "此上游在这里的名称。");
    public string AddressNeeded => Say("Where it listens.", "它的监听地址。");
    public string AddressOwn => Say("Empty: the provider's own.", "留空表示使用服务商自己的地址。");
    public string Private => Say("It stands on this machine or in a private network", "位于本机或内网");
    public string PrivateHint => Say("Without this, private addresses are refused.", "未勾选时拒绝访问内网地址。");
    public string GetKey => Say("Get one at", "获取地址：");
    public string Advanced => Say("More settings", "更多设置");
    public string Speaks => Say("Protocols", "协议");
    public string SpeaksNone => Say("as the provider", "与服务商相同");
    public string SpeaksHint => Say("In order of preference; none chosen: those of the provider.", "按优先顺序；不选则使用服务商默认协议。");
    public string Proxy => Say("Proxy", "代理");
    public string ProxyHint => Say("For this upstream alone; a password in it is never shown again.", "仅用于此上游；其中的密码不会再次显示。");
    public string Host => Say("Host name", "主机名");
    public string HostHint => Say("In the Host header and in TLS; empty: that of its address.", "用于 Host 头和 TLS；留空表示使用地址中的主机名。");
    public string StreamUsage => Say("Ask for usage in streams", "在流式响应中请求用量");
    public string StopsOnCancel => Say("When a client leaves", "客户端断开时");
    public string StopsKnown => Say("as the provider is known to do", "按服务商的惯例");
    public string StopsYes => Say("it stops, and charges no more", "停止生成并不再计费");
    public string StopsNo => Say("it goes on to the end", "继续生成到结束");
    public string Continue => Say("Save and continue", "保存并继续");
    public string EditTitle => Say("Edit the upstream", "编辑上游");
    public string DeleteTitle => Say("Delete the upstream", "删除上游");
    public string DeleteText => Say("Its credentials are destroyed. Requests are no longer sent to it.", "其凭据将被销毁，请求不再发往此上游。");
    public string DeleteHanging => Say("These stop being served by it:", "以下模型将不再由它提供：");
    public string Facts => Say("Settings", "设置");
    public string Protocols => Say("Protocols", "协议");
    public string Never => Say("none", "无");
    public string CredentialsText => Say("Used in turn; each is rested by itself when the provider refuses it or asks for a pause. They are sealed and never shown again.", "轮流使用；被服务商拒绝或要求暂停时，各自单独停用。凭据加密保存，不会再次显示。");
    public string NoCredentials => Say("None: it is asked without one.", "无：不使用凭据访问。");
    public string AddCredential => Say("Add a credential", "添加凭据");
    public string Credential => Say("Credential", "凭据");
    public string CredentialHint => Say("Pasted as the provider shows it.", "按服务商显示的内容粘贴。");
    public string Replace => Say("Replace", "更换");
    public string Remove => Say("Remove", "移除");
    public string ReplaceTitle => Say("Replace the credential", "更换凭据");
    public string ReplaceText => Say("The new one is added first, then the old one is removed: nothing is refused in between.", "先添加新凭据，再移除旧凭据，期间请求不受影响。");
    public string RemoveTitle => Say("Remove the credential", "移除凭据");
    public string RemoveText => Say("It is destroyed here. Revoke it at the provider as well if others may know it.", "凭据将在此处销毁。如可能已泄露，请同时在服务商处吊销。");
    public string TestTitle => Say("Test", "测试");
    public string TestText => Say("Asks for one word in each protocol, with each credential: what a client would meet. The provider charges you for it, next to nothing.", "用每个凭据、每种协议各请求一个词，即客户端将遇到的结果。服务商会收取极少的费用。");
    public string TestModel => Say("Model to ask", "测试模型");
    public string TestModelHint => Say("As the provider calls it.", "服务商使用的名称。");
    public string Test => Say("Test now", "开始测试");
    public string Stop => Say("Stop", "停止");
    public string Protocol => Say("Protocol", "协议");
    public string Result => Say("Result", "结果");
    public string Took => Say("Time", "用时");
    public string Works => Say("Works", "正常");
    public string Fails => Say("Fails", "失败");
    public string ModelsTitle => Say("Choose what to offer", "选择要提供的模型");
    public string ModelsText => Say("This is the provider's own list. Tick what clients may ask for, and name the group that serves it.", "这是服务商自己的列表。请勾选允许客户端使用的模型，并指定提供它们的分组。");
    public string FetchModels => Say("Fetch the list of models", "获取模型列表");
    public string FetchAgain => Say("Fetch again", "重新获取");
    public string Fetching => Say("Asking the provider for its models…", "正在向服务商获取模型列表…");
    public string ByHand => Say("Add a model by its name", "按名称添加模型");
    public string ByHandHint => Say("As the provider calls it, where its list does not tell.", "列表中没有时，按服务商使用的名称填写。");
    public string AddName => Say("Add", "添加");
    public string Model => Say("Model", "模型");
    public string KnownAs => Say("Clients ask for", "客户端请求名");
    public string Kind => Say("Kind", "类型");
    public string Price => Say("Price per million tokens", "每百万 token 价格");
    public string Input => Say("Input USD", "输入 USD");
    public string Output => Say("Output USD", "输出 USD");
    public string Free => Say("Free", "免费");
    public string PriceNeeded => Say("Say what it costs, or that it is free.", "请填写价格，或勾选免费。");
    public string Choose => Say("Offer", "提供");
    public string FindModel => Say("Find a model", "查找模型");
    public string ChosenOnly => Say("Only chosen ones", "仅显示已选");
    public string Group => Say("Group", "分组");
    public string GroupHint => Say("Keys are assigned to groups. A name that is not there yet makes a group.", "密钥归属于分组。填写新名称会新建分组。");
    public string OfferButton => Say("Offer the chosen models", "提供所选模型");
    public string ChooseFirst => Say("Tick at least one model.", "请至少勾选一个模型。");
    public string NameGroup => Say("Name a group.", "请填写分组。");
    public string DoneTitle => Say("It serves", "已开始服务");
    public string MakeKey => Say("Make your key", "创建你的密钥");
    public string CreditText => Say("Your account has no balance, and requests that cost something are paid from it. Give yourself some:", "你的账户没有余额，而收费请求需从余额扣除。请先充入一些：");
    public string CreditAmount => Say("Amount in USD", "金额（USD）");
    public string CreditButton => Say("Credit my account", "为我的账户充值");
    public string CreditReason => Say("First set-up", "首次设置");
    public string OffersTitle => Say("Models", "模型");
    public string NothingOffered => Say("No group serves a model of it yet.", "还没有分组提供它的模型。");
    public string OfferMore => Say("Offer models", "提供模型");
    public string Disable => Say("Disable", "停用");
    public string Enable => Say("Enable", "启用");
    public string IsDisabled => Say("Disabled", "已停用");
    public string DisabledText => Say("This upstream is disabled: nothing is served by it until it is enabled again.", "此上游已停用：重新启用前不提供任何服务。");
    public string HealthUnused => Say("Not asked yet", "尚未使用");
    public string HealthGood => Say("Healthy", "正常");
    public string HealthOut => Say("Out of use", "不可用");
    public string Weight => Say("Weight", "权重");
    public string Priority => Say("Order", "顺序");

    public string HealthPartly(int ill, int all) => Say($"{ill} of {all} out of use", $"{all} 个中 {ill} 个停用");
    public string AgainAt(string time) => Say($"Asked again at {time}", $"将于 {time} 重试");
    public string Models(int count) => count switch
    {
        0 => Say("nothing yet", "尚无"),
        1 => Say("1 model", "1 个模型"),
        _ => Say($"{count} models", $"{count} 个模型"),
    };

    public string Keys(int count) => Say(count == 1 ? "1 credential" : $"{count} credentials", $"{count} 个凭据");
    public string NewTitle(string provider) => Say($"Add {provider}", $"添加 {provider}");
    public string Added(string name) => Say($"{name} was added.", $"已添加 {name}。");
    public string Saved(string name) => Say($"{name} was saved.", $"已保存 {name}。");
    public string Deleted(string name) => Say($"{name} was deleted.", $"已删除 {name}。");
    public string OpenOf(string name) => Say($"Open {name}", $"打开 {name}");
    public string DeleteOf(string name) => Say($"Delete {name}", $"删除 {name}");
    public string ReplaceOf(string name) => Say($"Replace {name}", $"更换 {name}");
    public string DisableOf(string name) => Say($"Disable {name}", $"停用 {name}");
    public string EnableOf(string name) => Say($"Enable {name}", $"启用 {name}");
    public string Enabled(string name) => Say($"{name} is enabled.", $"已启用 {name}。");
    public string NowDisabled(string name) => Say($"{name} is disabled.", $"已停用 {name}。");
    public string RemoveOf(string name) => Say($"Remove {name}", $"移除 {name}");
    public string ChooseOf(string name) => Say($"Offer {name}", $"提供 {name}");
    public string InputOf(string name) => Say($"Input price of {name}", $"{name} 的输入价格");
    public string OutputOf(string name) => Say($"Output price of {name}", $"{name} 的输出价格");
    public string FreeOf(string name) => Say($"{name} is free", $"{name} 免费");
    public string ServedIn(string groups) => Say($"served in {groups}", $"已在 {groups} 中提供");
    public string InGroup(string model, string group) => Say($"{model} in {group}", $"{model}（分组 {group}）");
    public string Found(int count) => Say($"{count} models", $"{count} 个模型");
    public string Chosen(int count) => Say($"{count} chosen", $"已选 {count} 个");
    public string Testing(int done, int all) => Say($"Testing: {done} of {all}", $"测试中：{done}/{all}");
    public string Milliseconds(long time) => Say($"{time} ms", $"{time} 毫秒");
    public string Status(int status) => Say($"status {status}", $"状态码 {status}");
    public string Done(int models, string group) => Say($"{(models == 1 ? "1 model is" : $"{models} models are")} served by the group {group}. A key that may use the group, or auto, reaches {(models == 1 ? "it" : "them")}.", $"分组 {group} 现提供 {models} 个模型。可使用该分组或 auto 的密钥即可访问。");
    public string Credited(string amount) => Say($"Your account was credited with {amount}.", $"已为你的账户充值 {amount}。");
    public string PriceLine(string input, string output) => Say($"{input} in, {output} out", $"输入 {input}，输出 {output}");
    public string PriceIn(string input) => Say($"{input} in", $"输入 {input}");
    public string Shown(int shown, int all) => Say($"{shown} of {all} are shown: find the others by name.", $"显示 {shown}/{all}，其余请按名称查找。");

    /// <summary>What an outcome means, and what to do about it.</summary>
    /// <param name="outcome">In the words of the usage records.</param>
    public string Advice(string outcome) => outcome switch
    {
        "credential_refused" => Say("The provider does not accept the credential. Check that all of it was pasted and that it may use this model; else make another at the provider.", "服务商不接受此凭据。请确认已完整粘贴且有权使用该模型，否则请在服务商处新建一个。"),
        "credential_broke" => Say("The account behind the credential has no money. Add credit at the provider.", "凭据所属账户余额不足。请在服务商处充值。"),
        "rate_limited" => Say("The provider asks for a pause, or the plan of the account does not allow it. Wait a minute, or look at its limits there.", "服务商要求暂停，或账户套餐不允许。请稍候一分钟，或在服务商处查看限额。"),
        "overloaded" or "upstream_failed" => Say("The provider has a problem of its own. Try again in a minute.", "服务商自身出现问题。请一分钟后重试。"),
        "request_refused" => Say("The provider answers, and refuses this request: the model's name may be wrong, or the model does not speak this protocol.", "服务商有响应但拒绝了请求：模型名可能有误，或该模型不支持此协议。"),
        "address_refused" => Say("The address is private. Edit the upstream and allow private addresses, if that is what you mean.", "这是内网地址。如确需访问，请编辑上游并允许内网地址。"),
        "dns_failed" => Say("The host name is not known. Check the address for a typing error.", "无法解析主机名。请检查地址是否有误。"),
        "connect_failed" => Say("Nothing answers at the address. Check host and port, that the server runs, and that a firewall lets the gateway out.", "该地址没有响应。请检查主机和端口、服务器是否运行，以及防火墙是否放行。"),
        "tls_failed" => Say("The encrypted connection was refused. Check https against http, the host name, and the certificate of the server.", "加密连接失败。请检查 https/http、主机名和服务器证书。"),
        "proxy_failed" => Say("The proxy refused. Check its address, user and password.", "代理拒绝了连接。请检查其地址、用户和密码。"),
        "first_byte_timeout" or "silent_before_content" => Say("It did not answer within 30 seconds. A model that is being loaded may need longer: try again.", "30 秒内没有响应。模型可能正在加载，请重试。"),
        "bad_answer" => Say("What answers is no API of models: the address may lead to a web page. Check its path.", "返回的不是模型 API 的内容：地址可能指向网页。请检查路径。"),
        "unsigned" => Say("The gateway could not make a credential of what it has. Look at the message, and at the provider's options.", "网关无法生成凭据。请查看错误信息和服务商选项。"),
        "stopped" => Say("It was stopped before it ended.", "已在完成前停止。"),
        _ => Say("It broke off. Try again; if it stays, look at the provider's status page.", "连接中断。请重试；若仍如此，请查看服务商状态页。"),
    };

    /// <summary>What a field of a preset asks for.</summary>
    /// <param name="preset">Its id.</param>
    public string KeyHint(string preset) => preset switch
    {
        "anthropic" => Say("An API key; it begins with sk-ant-.", "API 密钥，以 sk-ant- 开头。"),
        "openai" => Say("An API key of a project; it begins with sk-.", "项目的 API 密钥，以 sk- 开头。"),
        "gemini" => Say("An API key of Google AI Studio.", "Google AI Studio 的 API 密钥。"),
        "openrouter" => Say("An API key; it begins with sk-or-.", "API 密钥，以 sk-or- 开头。"),
        "azure" => Say("KEY 1 or KEY 2 of the resource, under Keys and Endpoint. Empty: the machine's own identity.", "资源“密钥和终结点”中的 KEY 1 或 KEY 2。留空则使用本机身份。"),
        "bedrock" => Say("A Bedrock API key, or ACCESS_KEY_ID:SECRET. Empty: what the machine is allowed.", "Bedrock API 密钥，或 ACCESS_KEY_ID:SECRET。留空则使用本机权限。"),
        "vertex" => Say("The JSON file of a service account, whole. Empty: the machine's own identity.", "服务账号的完整 JSON 文件内容。留空则使用本机身份。"),
        "vllm" or "compatible" => Say("Only if the server asks for one.", "仅在服务器要求时填写。"),
        "simulator" => Say("Any text does, such as simulated.", "任意文本即可，例如 simulated。"),
        _ => Say("An API key of your account there.", "你在该服务商处的 API 密钥。"),
    };

    /// <summary>What to know before choosing a provider.</summary>
    /// <param name="preset">Its id.</param>
    public string PresetHint(string preset) => preset switch
    {
        "anthropic" => Say("Claude", "Claude"),
        "openai" => Say("GPT, images, embeddings, audio", "GPT、图像、嵌入、音频"),
        "gemini" => Say("Gemini by an AI Studio key", "通过 AI Studio 密钥使用 Gemini"),
        "openrouter" => Say("Hundreds of models by one key", "一个密钥使用数百种模型"),
        "deepseek" => Say("DeepSeek's own API", "DeepSeek 官方 API"),
        "azure" => Say("Deployments of your Azure resource", "你的 Azure 资源中的部署"),
        "bedrock" => Say("Models in your AWS account", "你的 AWS 账户中的模型"),
        "vertex" => Say("Gemini and Claude in your Google Cloud", "你的 Google Cloud 中的 Gemini 和 Claude"),
        "mistral" => Say("Mistral's own API", "Mistral 官方 API"),
        "groq" => Say("Open models, fast", "快速的开放模型"),
        "xai" => Say("Grok", "Grok"),
        "ollama" => Say("Models on this machine", "本机上的模型"),
        "vllm" => Say("Your own model server", "你自己的模型服务器"),
        "compatible" => Say("Any server with OpenAI's API", "任何兼容 OpenAI API 的服务器"),
        "simulator" => Say("No provider at all: for rehearsing. Start it with gantry simulator", "无需服务商，用于演练。用 gantry simulator 启动"),
        _ => Say("Another provider", "其他服务商"),
    };

    /// <summary>The label of a provider's option.</summary>
    /// <param name="option">As in the declarative file.</param>
    public string Option(string option) => option switch
    {
        "region" => Say("Region", "区域"),
        "location" => Say("Location", "位置"),
        "project" => Say("Project", "项目"),
        "api_version" => Say("API version", "API 版本"),
        "profile" => Say("AWS profile", "AWS 配置名"),
        _ => Say($"Option {option}", $"选项 {option}"),
    };

    public string OptionHint(string option, string like) => option switch
    {
        "project" => Say("Empty: that of the credential.", "留空表示使用凭据所属项目。"),
        "api_version" => Say($"Only for older resources, such as {like}.", $"仅用于旧资源，例如 {like}。"),
        _ => Say($"Such as {like}.", $"例如 {like}。"),
    };
}
