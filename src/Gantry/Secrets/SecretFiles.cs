using System.Collections.Immutable;

namespace Gantry.Secrets;

/// <summary>
/// The two secrets of an installation, 32 bytes each: the pepper under which client keys are hashed, and the master key under which
/// upstream credentials are sealed. They live beside the database and never in it, so that a dump of the database alone is worth nothing.
/// </summary>
internal sealed class SecretFiles
{
    public const int KeySize = 32;

    /// <summary>Base64 of the pepper; overrides the file.</summary>
    public const string PepperVariable = "GANTRY_PEPPER";

    /// <summary>Base64 of the master key; overrides the file.</summary>
    public const string MasterKeyVariable = "GANTRY_MASTER_KEY";

    /// <summary>Base64 of the master key before; read beside <see cref="MasterKeyVariable"/> while a change of keys runs.</summary>
    public const string PreviousMasterKeyVariable = "GANTRY_MASTER_KEY_PREVIOUS";

    private const string PepperName = "pepper";
    private const string MasterKeyName = "master-key";

    /// <summary>Each file of <c>secrets/</c>, the variable that goes before it, and what is lost with it.</summary>
    public static readonly ImmutableArray<(string File, string Variable, string Lost)> Names =
    [
        (PepperName, PepperVariable, "no client key is recognised"),
        (MasterKeyName, MasterKeyVariable, "no upstream credential can be opened"),
    ];

    private SecretFiles(KeyHasher hasher, Func<MasterKeys?> keys)
    {
        Hasher = hasher;
        Seal = new SecretSeal(keys);
        Keys = keys;
    }

    public KeyHasher Hasher { get; }

    public SecretSeal Seal { get; }

    /// <summary>The master keys of the moment; null where there is none.</summary>
    public Func<MasterKeys?> Keys { get; }

    /// <summary>Where the master key lies in files; null where the environment gives it, or nobody.</summary>
    public MasterKeyFiles? Files { get; private init; }

    /// <summary>What is not there and would be needed, in sentences; empty in health.</summary>
    public ImmutableArray<string> Alarms { get; private init; } = [];

    /// <summary>Reads both from the environment or from <c>secrets/</c> in the data folder, and makes the files that are missing.</summary>
    /// <param name="dataFolder">Made, for its owner only, where it is missing.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="SecretFileException">A value is not base64 of 32 bytes, or a file cannot be read or written.</exception>
    public static SecretFiles Open(string dataFolder, Func<string, string?> environment)
    {
        var folder = Folder(dataFolder);
        var hasher = new KeyHasher(FromEnvironment(environment, PepperVariable) ?? folder.ReadOrMake(PepperName));
        if (Given(environment) is { } given) return new SecretFiles(hasher, () => given);
        var files = new MasterKeyFiles(folder);
        _ = files.Now;
        return new SecretFiles(hasher, () => files.Now) { Files = files };
    }

    /// <summary>Reads what there is and makes nothing: for a copy of a database whose secrets are elsewhere.</summary>
    /// <exception cref="SecretFileException">A value is not base64 of 32 bytes, or a file is there and cannot be read.</exception>
    public static SecretFiles OpenWhatIsThere(string dataFolder, Func<string, string?> environment)
    {
        var folder = Folder(dataFolder);
        var pepper = FromEnvironment(environment, PepperVariable) ?? folder.TryRead(PepperName);
        var given = Given(environment);
        var files = given is null && folder.TryRead(MasterKeyName) is not null ? new MasterKeyFiles(folder) : null;
        var found = new SecretFiles(
            pepper is null ? KeyHasher.StandIn() : new KeyHasher(pepper),
            files is null ? () => given : () => files.Now) { Files = files };
        return found.Without(pepper is null, found.Seal.IsLocked);
    }

    /// <summary>The same, without those that do not belong to the database.</summary>
    /// <param name="pepper">The pepper is another one, or missing.</param>
    /// <param name="masterKey">The master key is another one, or missing.</param>
    public SecretFiles Without(bool pepper, bool masterKey) => !pepper && !masterKey
        ? this
        : new SecretFiles(pepper ? KeyHasher.StandIn() : Hasher, masterKey ? () => null : Keys)
        {
            Files = masterKey ? null : Files,
            Alarms =
            [
                .. pepper ? (string[])[$"The pepper is missing: no client key is recognised, and nothing can be changed. Put secrets/{PepperName} back, or set {PepperVariable}."] : [],
                .. masterKey ? (string[])[$"The master key is missing: no upstream that needs a credential can be called. Put secrets/{MasterKeyName} back, or set {MasterKeyVariable}."] : [],
            ],
        };

    private static SecretFolder Folder(string dataFolder) => new(Path.Combine(dataFolder, "secrets"));

    private static MasterKeys? Given(Func<string, string?> environment) => FromEnvironment(environment, MasterKeyVariable) is { } current
        ? new MasterKeys(new MasterKey(current), FromEnvironment(environment, PreviousMasterKeyVariable) is { } previous ? new MasterKey(previous) : null)
        : null;

    private static byte[]? FromEnvironment(Func<string, string?> environment, string name) =>
        environment(name) is { Length: > 0 } text ? SecretFolder.Decode(text, name) : null;
}
