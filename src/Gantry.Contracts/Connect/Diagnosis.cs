using Gantry.Contracts.Manage.Arrivals;

namespace Gantry.Contracts.Connect;

/// <summary>What one request says of the set-up that it came from, and what to change.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Verdict">Whether it works.</param>
/// <param name="What">What happened.</param>
/// <param name="Fix">What to do; null where nothing is to be done.</param>
public sealed record Diagnosis(DiagnosisKind Kind, Verdict Verdict, Told What, Told? Fix)
{
    /// <summary>Judges a request. The first thing that is wrong is named: what comes behind it may be right once it is mended.</summary>
    /// <param name="arrival">What came.</param>
    /// <param name="client">Which client is being set up.</param>
    /// <param name="address">This server's address, as in <see cref="ClientSetUp.Address"/>.</param>
    public static Diagnosis Of(Arrival arrival, Recipe client, string address)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        ArgumentNullException.ThrowIfNull(client);
        return arrival.Protocol is null ? PathUnknown(client, address)
            : OfKey(arrival, client)
            ?? OfAddress(arrival, client, address)
            ?? (arrival.Status is >= 400 or 0 ? OfRefusal(arrival, client, address) : OfAnswer(arrival, client, address));
    }

    private static Diagnosis? OfKey(Arrival arrival, Recipe client) => arrival.Key switch
    {
        KeyStanding.None => Wrong(DiagnosisKind.KeyMissing, new("A request came without a key.", "收到未携带密钥的请求。"),
            new($"Set {client.KeySetting} where the client reads it, and start the client from there.", $"在客户端读取的位置设置 {client.KeySetting}，并从那里启动客户端。")),
        KeyStanding.Placeholder => Wrong(DiagnosisKind.KeyPlaceholder, new("The placeholder of this page came in the place of a key.", "收到的是本页的占位符，而不是密钥。"),
            new($"Make a key above, or paste one, and put it into {client.KeySetting}.", $"在上方创建或粘贴密钥，并填入 {client.KeySetting}。")),
        KeyStanding.Damaged => Wrong(DiagnosisKind.KeyDamaged, new("Your key came with something added or cut off.", "密钥被添加或截断了内容。"),
            new($"Copy it once more into {client.KeySetting}: the key alone, without quotation marks, without the word Bearer, to its last character.", $"重新复制到 {client.KeySetting}：只填密钥本身，不加引号，不加 Bearer，复制到最后一个字符。")),
        KeyStanding.Misplaced => Wrong(DiagnosisKind.KeyMisplaced, new($"Your key came in the header {Places(arrival)}, where nobody looks for it.", $"密钥出现在请求头 {Places(arrival)} 中，该位置不会被读取。"),
            new($"Put it into {client.KeySetting}: the gateway reads Authorization: Bearer, x-api-key and x-goog-api-key.", $"请填入 {client.KeySetting}：网关读取 Authorization: Bearer、x-api-key 和 x-goog-api-key。")),
        KeyStanding.Unknown when arrival.KeyForm is { } form => Wrong(DiagnosisKind.KeyForeign, new($"A key came that has the form of {Vendor(form)}'s, not of this gateway's.", $"收到的密钥是 {Vendor(form)} 的格式，不是本网关的。"),
            new($"Put a key of this gateway into {client.KeySetting}. A variable from before may still be set: look for it and unset it.", $"将本网关的密钥填入 {client.KeySetting}。旧变量可能仍然存在：请查找并取消。")),
        KeyStanding.Unknown when arrival.KeyDisplay is { } display => Wrong(DiagnosisKind.KeyUnknown, new($"The key {display} of this page is not in force.", $"本页的密钥 {display} 未生效。"),
            new("One that was just made takes a second or two: try again. One from before a rotation no longer works: make another.", "刚创建的密钥需要一两秒生效：请重试。轮换前的旧密钥已失效：请重新创建。")),
        KeyStanding.Unknown => Wrong(DiagnosisKind.KeyUnknown, new("A key came that this gateway does not know.", "收到本网关不认识的密钥。"),
            new($"Put a key of this gateway into {client.KeySetting}, and look for an older variable or file that still holds another.", $"将本网关的密钥填入 {client.KeySetting}，并检查仍保存其他密钥的旧变量或文件。")),
        KeyStanding.Revoked => Wrong(DiagnosisKind.KeyRevoked, new($"The key {arrival.KeyDisplay} is revoked.", $"密钥 {arrival.KeyDisplay} 已被吊销。"),
            new($"Make another key and put it into {client.KeySetting}.", $"创建新密钥并填入 {client.KeySetting}。")),
        KeyStanding.Expired => Wrong(DiagnosisKind.KeyExpired, new($"The key {arrival.KeyDisplay} has expired.", $"密钥 {arrival.KeyDisplay} 已过期。"),
            new($"Give it a later end under API keys, or put another into {client.KeySetting}.", $"在 API 密钥页延长有效期，或在 {client.KeySetting} 中换用其他密钥。")),
        KeyStanding.Two => Wrong(DiagnosisKind.KeysTwo, new($"Two different keys of this gateway came at once, in {Places(arrival)}: nobody could say which one pays.", $"请求同时携带了本网关的两个不同密钥（{Places(arrival)}）：无法确定由哪个付费。"),
            client.Protocols.Contains("messages")
                ? new("Keep ANTHROPIC_AUTH_TOKEN and unset ANTHROPIC_API_KEY.", "保留 ANTHROPIC_AUTH_TOKEN，取消 ANTHROPIC_API_KEY。")
                : new($"Keep {client.KeySetting} and take the other away.", $"保留 {client.KeySetting}，去掉另一个。")),
        _ => null,
    };

    private static Diagnosis? OfAddress(Arrival arrival, Recipe client, string address)
    {
        if (arrival.Status == 426)
        {
            return Wrong(DiagnosisKind.SocketRefused, new("The client wanted a WebSocket, and a proxy on the way took that wish out of the request.", "客户端请求 WebSocket，但途中的代理去掉了升级请求。"),
                new("Let the proxy pass Upgrade and Connection, or leave supports_websockets out: the client then uses plain requests.", "让代理转发 Upgrade 和 Connection，或去掉 supports_websockets：客户端会改用普通请求。"));
        }

        if (arrival.Status == 405)
        {
            return Wrong(DiagnosisKind.MethodWrong, new($"{arrival.Method} is no method of {arrival.ServedPath}.", $"{arrival.ServedPath} 不支持 {arrival.Method} 方法。"),
                new($"Set {client.BaseSetting} to {client.BaseUrl(address)}, not to a whole endpoint. A redirect from http to https also turns POST into GET: use the https address.", $"将 {client.BaseSetting} 设为 {client.BaseUrl(address)}，不要写完整端点。从 http 跳转到 https 也会把 POST 变成 GET：请使用 https 地址。"));
        }

        return null;
    }

    private static Diagnosis OfAnswer(Arrival arrival, Recipe client, string address)
    {
        if (arrival.Broken)
        {
            return new(DiagnosisKind.Broken, Verdict.Elsewhere, new("The answer began and broke off.", "回答开始后中断。"), new("Your set-up is right. Try again.", "设置正确，请重试。"));
        }

        if (arrival.HealedBase is { } healed)
        {
            return Mended(DiagnosisKind.BaseMended, new($"It was answered, but {arrival.Path} had to be mended to {arrival.ServedPath}.", $"已得到回答，但 {arrival.Path} 被修正为 {arrival.ServedPath}。"),
                // Where one client speaks several protocols, its base follows from what was asked.
                client.Protocols.Count == 1
                    ? new($"Set {client.BaseSetting} to {client.BaseUrl(address)}.", $"将 {client.BaseSetting} 设为 {client.BaseUrl(address)}。")
                    : new($"Set {client.BaseSetting} to {healed}.", $"将 {client.BaseSetting} 设为 {healed}。"));
        }

        if (arrival.KeyPlaces.Contains("query"))
        {
            return Mended(DiagnosisKind.KeyInAddress, new("It was answered, but the key stood in the address, where proxies and logs keep it.", "已得到回答，但密钥出现在地址中，会被代理和日志记录。"),
                new("Send it as Authorization: Bearer or x-goog-api-key.", "请通过 Authorization: Bearer 或 x-goog-api-key 发送。"));
        }

        if (arrival.Streamed && arrival.OldHttp)
        {
            return Mended(DiagnosisKind.Buffered, new("It was answered, but a proxy on the way speaks HTTP/1.0 and holds streams back: words come all at once.", "已得到回答，但途中的代理使用 HTTP/1.0 并缓冲流：文字会一次性出现。"),
                new("In nginx set proxy_http_version 1.1 and proxy_buffering off.", "在 nginx 中设置 proxy_http_version 1.1 和 proxy_buffering off。"));
        }

        return IsWrongProtocol(arrival, client)
            ? Mended(DiagnosisKind.ProtocolWrong, new($"It was answered, but as {arrival.Protocol}: {client.Name} is meant to speak {string.Join(", ", client.Protocols)}.", $"已得到回答，但使用的是 {arrival.Protocol}：{client.Name} 应使用 {string.Join("、", client.Protocols)}。"),
                new($"Choose that protocol in the client, with {client.BaseSetting} {client.BaseUrl(address)}.", $"在客户端中选择该协议，{client.BaseSetting} 为 {client.BaseUrl(address)}。"))
            : new(DiagnosisKind.Good, Verdict.Good, new("It works: address, key and model are right.", "设置成功：地址、密钥和模型均正确。"), null);
    }

    private static Diagnosis OfRefusal(Arrival arrival, Recipe client, string address) => arrival.Code switch
    {
        "model_not_found" when arrival.ModelElsewhere => Wrong(DiagnosisKind.ModelInOtherGroup, new($"This gateway has {arrival.Model}, but none of the key's groups ({string.Join(", ", arrival.Groups)}) serves it.", $"本网关有 {arrival.Model}，但该密钥的分组（{string.Join("、", arrival.Groups)}）均不提供。"),
            new("Add a group that has the model to the key, under API keys, or ask for another model.", "在 API 密钥页为该密钥添加提供此模型的分组，或改用其他模型。")),
        "model_not_found" => Wrong(DiagnosisKind.ModelUnknown, new($"No model is called {arrival.Model} here.", $"这里没有名为 {arrival.Model} 的模型。"),
            arrival.NearModels.Count > 0
                ? new($"Set the model to {string.Join(" or ", arrival.NearModels)}.", $"将模型设为 {string.Join(" 或 ", arrival.NearModels)}。")
                : new("Choose a model above and put its name into the client.", "在上方选择模型，并将名称填入客户端。")),
        "insufficient_quota" or "billing" => Wrong(DiagnosisKind.WalletEmpty, new("The request arrived well; the wallet does not cover it.", "请求正常到达，但余额不足。"),
            new("Top up the wallet, or ask for a shorter answer.", "请充值，或请求更短的回答。")),
        "spend_cap_exceeded" or "plan_exhausted" => Wrong(DiagnosisKind.CapReached, new("The request arrived well; a spend cap or the plan is used up.", "请求正常到达，但消费上限或套餐已用尽。"),
            new("Raise the cap under API keys, or wait until it begins anew.", "在 API 密钥页提高上限，或等待重新计算。")),
        "network_not_allowed" => Wrong(DiagnosisKind.Network, new($"The key {arrival.KeyDisplay} may not be used from this network.", $"密钥 {arrival.KeyDisplay} 不允许在此网络使用。"),
            new("Add the network to the key under API keys.", "在 API 密钥页为该密钥添加此网络。")),
        "operation_not_allowed" => Wrong(DiagnosisKind.OperationForbidden, new($"The key {arrival.KeyDisplay} may not use {arrival.ServedPath}.", $"密钥 {arrival.KeyDisplay} 不允许使用 {arrival.ServedPath}。"),
            new("Take the limit on operations off the key under API keys, or use another key.", "在 API 密钥页取消操作限制，或使用其他密钥。")),
        _ => arrival.Status switch
        {
            499 or 0 => new(DiagnosisKind.ClientLeft, Verdict.Elsewhere, new("The client left before the answer came.", "客户端在得到回答前断开。"), new("Try again, and give it more time.", "请重试，并等待更长时间。")),
            429 => Wrong(DiagnosisKind.TooMany, new("More was asked for at once than the limits allow.", "请求超过限制。"), new("Wait a minute, or raise the key's limits under API keys.", "等待一分钟，或在 API 密钥页提高限制。")),
            >= 500 => new(DiagnosisKind.UpstreamFailed, Verdict.Elsewhere, new($"Your set-up is right; what serves {arrival.Model ?? "the model"} failed ({arrival.Code ?? "no reason"}).", $"设置正确；提供 {arrival.Model ?? "模型"} 的上游失败（{arrival.Code ?? "无原因"}）。"),
                new("Try again or choose another model; if it stays so, tell the gateway's administrator.", "请重试或更换模型；如持续出现，请联系网关管理员。")),
            404 when arrival.Model is null => PathUnknown(client, address),
            _ when IsWrongProtocol(arrival, client) => Wrong(DiagnosisKind.ProtocolWrong, new($"The request came to an address of {arrival.Protocol}, but {client.Name} speaks {string.Join(", ", client.Protocols)}.", $"请求到达 {arrival.Protocol} 的地址，但 {client.Name} 使用 {string.Join("、", client.Protocols)}。"),
                new($"Set {client.BaseSetting} to {client.BaseUrl(address)}.", $"将 {client.BaseSetting} 设为 {client.BaseUrl(address)}。")),
            _ when arrival.Model is null && arrival.Method == "POST" => Wrong(DiagnosisKind.ModelMissing, new("The request names no model.", "请求未指定模型。"), new("Choose a model above and put its name into the client.", "在上方选择模型，并将名称填入客户端。")),
            _ => Wrong(DiagnosisKind.Refused, new($"The request was refused ({arrival.Code ?? arrival.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)}).", $"请求被拒绝（{arrival.Code ?? arrival.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)}）。"),
                new("Key and address are right. The client shows what is wrong with the request itself.", "密钥和地址正确。客户端会显示请求本身的问题。")),
        },
    };

    private static Diagnosis PathUnknown(Recipe client, string address) => Wrong(DiagnosisKind.PathUnknown,
        new("A request came to a path that no endpoint has.", "请求的路径没有对应的端点。"), new($"Set {client.BaseSetting} to {client.BaseUrl(address)}.", $"将 {client.BaseSetting} 设为 {client.BaseUrl(address)}。"));

    // Lists of models are the same in all protocols.
    private static bool IsWrongProtocol(Arrival arrival, Recipe client) => arrival.Method == "POST" && !client.Protocols.Contains(arrival.Protocol!);

    private static string Places(Arrival arrival) => string.Join(", ", arrival.KeyPlaces);

    private static string Vendor(string form) => form switch
    {
        "anthropic" => "Anthropic",
        "google" => "Google",
        _ => "OpenAI",
    };

    private static Diagnosis Wrong(DiagnosisKind kind, Told what, Told fix) => new(kind, Verdict.Wrong, what, fix);

    private static Diagnosis Mended(DiagnosisKind kind, Told what, Told fix) => new(kind, Verdict.Mended, what, fix);
}
