using Gantry.Console.Assets;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Addresses;

/// <summary>The console's addresses, and who may open which.</summary>
internal static class ConsolePaths
{
    public const string SetUp = "/setup";
    public const string NewPassword = "/new-password";
    public const string Join = "/join";
    public const string Register = "/register";
    public const string Forgot = "/forgot";
    public const string Home = "/console";
    public const string Keys = "/console/token";
    public const string Connect = "/console/connect";
    public const string Upstreams = "/console/upstreams";
    public const string NewUpstream = "/console/upstreams/new";
    public const string Upstream = "/console/upstreams/one";
    public const string Models = "/console/models";
    public const string Model = "/console/models/one";
    public const string Prices = "/console/prices";
    public const string PriceImport = "/console/prices/import";
    public const string Groups = "/console/groups";
    public const string Group = "/console/groups/one";
    public const string Wallet = "/console/topup";
    public const string Teams = "/console/teams";
    public const string Playground = "/console/playground";
    public const string Images = "/console/images";
    public const string Account = "/console/account";
    public const string Log = "/console/log";
    public const string LogExport = "/console/log/export";
    public const string Dashboard = "/console/dashboard";
    public const string Accounts = "/console/accounts";
    public const string Codes = "/console/codes";
    public const string Payments = "/console/payments";
    public const string PaymentExport = "/console/payments/export";
    public const string Audit = "/console/audit";
    public const string Announcements = "/console/announcements";
    public const string Explain = "/console/explain";
    public const string Simulator = "/console/simulator";
    public const string Settings = "/console/settings";
    public const string Preferences = "/console/preferences";
    public const string SignIn = "/console/sign-in";
    public const string Code = "/console/sign-in/code";
    public const string RecoveryCode = "/console/sign-in/recovery-code";
    public const string PasskeyRequest = "/console/sign-in/passkey-request";
    public const string SignOut = "/console/sign-out";
    public const string Prove = "/console/prove";
    public const string Security = "/console/security";
    public const string Password = "/console/security/password";
    public const string Authenticator = "/console/security/authenticator";
    public const string RecoveryCodes = "/console/security/recovery-codes";
    public const string NewPasskey = "/console/security/passkey";
    public const string PasskeyCreation = "/console/security/passkey-creation";
    public const string Pricing = "/pricing";

    /// <summary>Open to everybody where the server says so.</summary>
    public const string Status = "/status";

    /// <summary>Whether the console's guard looks after a path.</summary>
    public static bool Belongs(PathString path) =>
        path.StartsWithSegments(Home) || path.StartsWithSegments(SetUp) || path.StartsWithSegments(NewPassword) || path.StartsWithSegments(Pricing) || path.StartsWithSegments(Status) || IsWayIn(path);

    public static bool IsAsset(PathString path) => path.StartsWithSegments(ConsoleAssets.Folder.TrimEnd('/'));

    /// <summary>Open while the gateway has no owner (reliability S-1). A declared owner may get its first password by a link.</summary>
    public static bool IsOpenBeforeSetUp(PathString path) => path.StartsWithSegments(SetUp) || path.StartsWithSegments(NewPassword) || IsAsset(path);

    /// <summary>Open to whoever has no session. All that is not named here is closed to them.</summary>
    public static bool IsPublic(PathString path) =>
        IsOpenBeforeSetUp(path) || path.StartsWithSegments(SignIn) || path.StartsWithSegments(Pricing) || IsWayIn(path);

    /// <summary>For people who cannot sign in yet, or any more.</summary>
    public static bool IsWayIn(PathString path) => path.StartsWithSegments(Join) || path.StartsWithSegments(Register) || path.StartsWithSegments(Forgot);

    /// <summary>Open to an account that has to add a second factor first.</summary>
    public static bool IsOpenWithoutFactor(PathString path) =>
        IsPublic(path) || path.StartsWithSegments(Security) || path.StartsWithSegments(Prove) || path.StartsWithSegments(SignOut);

    /// <summary>
    /// What is typed or made there would be lost to a question for a proof behind it, so the question comes before: the pages below security.
    /// </summary>
    public static bool AsksForProof(PathString path) => path.StartsWithSegments(Security, out var below) && below.HasValue && below != "/";

    /// <summary>An address that leads back afterwards.</summary>
    public static string WithReturn(string path, string returnUrl) =>
        returnUrl == Home ? path : $"{path}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    /// <summary>The page of one client.</summary>
    public static string ConnectTo(string client) => $"{Connect}/{Uri.EscapeDataString(client)}";

    /// <summary>The page of one team.</summary>
    public static string Team(Guid id) => $"{Teams}/{id}";

    /// <summary>Where signing in with a provider begins.</summary>
    public static string External(string provider, string returnUrl) => WithReturn($"{SignIn}/external/{Uri.EscapeDataString(provider)}", returnUrl);
}
