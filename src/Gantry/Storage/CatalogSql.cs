using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>The statements of the catalogue, the same for SQLite and PostgreSQL. Column aliases are the members of <see cref="CatalogRecords"/>.</summary>
internal static class CatalogSql
{
    public const string Settings = "SELECT name AS Name, value AS Value, managed_by AS ManagedBy FROM settings ORDER BY name";

    public const string Secrets = "SELECT name AS Name, sealed AS Sealed, managed_by AS ManagedBy FROM sealed_settings ORDER BY name";

    public const string Upstreams =
        """
        SELECT name AS Name, provider AS Provider, base_url AS BaseUrl, speaks AS Speaks, allow_private_network AS AllowPrivateNetwork,
               proxy AS Proxy, proxy_sealed AS ProxySealed, stream_usage AS StreamUsage, stops_on_cancel AS StopsOnCancel, traits AS Traits,
               host AS Host, options AS Options, disabled AS Disabled, managed_by AS ManagedBy
        FROM upstreams ORDER BY name
        """;

    public const string Credentials =
        """
        SELECT id AS Id, upstream AS Upstream, position AS Position, sealed AS Sealed, display AS Display, disabled AS Disabled, managed_by AS ManagedBy
        FROM upstream_credentials ORDER BY upstream, position, id
        """;

    public const string Models =
        """
        SELECT id AS Id, aliases AS Aliases, display_name AS DisplayName, owned_by AS OwnedBy, kind AS Kind, created_at AS CreatedAt,
               context_window AS ContextWindow, max_output_tokens AS MaxOutputTokens, supports_images AS SupportsImages,
               supports_reasoning AS SupportsReasoning, price AS Price, prices AS Prices, price_from AS PriceFrom,
               rules AS Rules, managed_by AS ManagedBy
        FROM models ORDER BY id
        """;

    public const string Groups =
        """
        SELECT name AS Name, description AS Description, multiplier_ppm AS MultiplierPpm, cancel_policy AS CancelPolicy,
               spend_caps AS SpendCaps, hold_output_tokens AS HoldOutputTokens, operations AS Operations, prices AS Prices,
               status AS Status, replacement AS Replacement, note AS Note, protocols AS Protocols, balance AS Balance,
               virtual_models AS VirtualModels, rate_limits AS RateLimits, model_rate_limits AS ModelRateLimits, managed_by AS ManagedBy
        FROM model_groups ORDER BY name
        """;

    public const string Deployments =
        """
        SELECT group_name AS GroupName, model AS Model, upstream AS Upstream, upstream_model AS UpstreamModel, priority AS Priority,
               weight AS Weight, rules AS Rules, cost AS Cost, speaks AS Speaks, managed_by AS ManagedBy
        FROM deployments ORDER BY group_name, model, priority, weight DESC, upstream, upstream_model
        """;

    public const string Plans =
        """
        SELECT name AS Name, amount_nanos AS AmountNanos, period AS Period, overflow AS Overflow, managed_by AS ManagedBy
        FROM plans ORDER BY name
        """;

    public const string AccountColumns =
        """
        SELECT id AS Id, kind AS Kind, email AS Email, role AS Role, disabled_by AS DisabledBy, spend_caps AS SpendCaps, time_zone AS TimeZone,
               plan AS Plan, rate_limits AS RateLimits, created_at AS CreatedAt, managed_by AS ManagedBy
        FROM accounts
        """;

    public const string Accounts = AccountColumns + " ORDER BY email";

    public const string MemberColumns =
        """
        SELECT m.team_id AS TeamId, t.email AS Team, m.account_id AS AccountId, a.email AS Email, m.role AS Role, m.spend_caps AS SpendCaps,
               m.created_at AS CreatedAt, m.managed_by AS ManagedBy
        FROM team_members m JOIN accounts t ON t.id = m.team_id JOIN accounts a ON a.id = m.account_id
        """;

    public const string Members = MemberColumns + " ORDER BY t.email, a.email";

    public const string Credits =
        """
        SELECT c.account_id AS AccountId, a.email AS Account, c.amount_nanos AS AmountNanos, c.granted_at AS GrantedAt, c.managed_by AS ManagedBy
        FROM credit_grants c JOIN accounts a ON a.id = c.account_id ORDER BY a.email, c.managed_by
        """;

    public const string KeyColumns =
        """
        SELECT k.id AS Id, k.account_id AS AccountId, a.email AS Account, k.member_id AS MemberId, p.email AS Member, k.name AS Name, k.key_hash AS KeyHash, k.display AS Display,
               k.groups AS Groups, k.models AS Models, k.operations AS Operations, k.networks AS Networks, k.expires_at AS ExpiresAt,
               k.fallback AS Fallback, k.auto AS Auto, k.models_map AS ModelsMap, k.routes AS Routes, k.spend_caps AS SpendCaps, k.rate_limits AS RateLimits, k.capture_days AS CaptureDays, k.created_at AS CreatedAt,
               k.revoked_at AS RevokedAt, k.revoked_by AS RevokedBy, k.former_hash AS FormerHash, k.former_ends_at AS FormerEndsAt,
               k.managed_by AS ManagedBy
        FROM api_keys k JOIN accounts a ON a.id = k.account_id LEFT JOIN accounts p ON p.id = k.member_id
        """;

    public const string Keys = KeyColumns + " ORDER BY a.email, k.name";

    /// <summary>Inserts a row, or replaces the one of its key.</summary>
    public static string Put(RowKind kind) => kind switch
    {
        RowKind.Setting =>
            """
            INSERT INTO settings (name, value, managed_by) VALUES (@Name, @Value, @ManagedBy)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, managed_by = excluded.managed_by
            """,
        RowKind.Secret =>
            """
            INSERT INTO sealed_settings (name, sealed, managed_by) VALUES (@Name, @Sealed, @ManagedBy)
            ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, managed_by = excluded.managed_by
            """,
        RowKind.Upstream =>
            """
            INSERT INTO upstreams (name, provider, base_url, speaks, allow_private_network, proxy, proxy_sealed, stream_usage, stops_on_cancel, traits,
                host, options, disabled, managed_by)
            VALUES (@Name, @Provider, @BaseUrl, @Speaks, @AllowPrivateNetwork, @Proxy, @ProxySealed, @StreamUsage, @StopsOnCancel, @Traits,
                @Host, @Options, @Disabled, @ManagedBy)
            ON CONFLICT (name) DO UPDATE SET provider = excluded.provider, base_url = excluded.base_url, speaks = excluded.speaks,
                allow_private_network = excluded.allow_private_network, proxy = excluded.proxy, proxy_sealed = excluded.proxy_sealed, stream_usage = excluded.stream_usage,
                stops_on_cancel = excluded.stops_on_cancel, traits = excluded.traits,
                host = excluded.host, options = excluded.options, disabled = excluded.disabled, managed_by = excluded.managed_by
            """,
        RowKind.Credential =>
            """
            INSERT INTO upstream_credentials (id, upstream, position, sealed, display, disabled, managed_by)
            VALUES (@Id, @Upstream, @Position, @Sealed, @Display, @Disabled, @ManagedBy)
            ON CONFLICT (id) DO UPDATE SET upstream = excluded.upstream, position = excluded.position, sealed = excluded.sealed,
                display = excluded.display, disabled = excluded.disabled, managed_by = excluded.managed_by
            """,
        RowKind.Model =>
            """
            INSERT INTO models (id, aliases, display_name, owned_by, kind, created_at, context_window, max_output_tokens,
                supports_images, supports_reasoning, price, prices, price_from, rules, managed_by)
            VALUES (@Id, @Aliases, @DisplayName, @OwnedBy, @Kind, @CreatedAt, @ContextWindow, @MaxOutputTokens,
                @SupportsImages, @SupportsReasoning, @Price, @Prices, @PriceFrom, @Rules, @ManagedBy)
            ON CONFLICT (id) DO UPDATE SET aliases = excluded.aliases, display_name = excluded.display_name, owned_by = excluded.owned_by,
                kind = excluded.kind, created_at = excluded.created_at, context_window = excluded.context_window,
                max_output_tokens = excluded.max_output_tokens, supports_images = excluded.supports_images,
                supports_reasoning = excluded.supports_reasoning, price = excluded.price,
                prices = excluded.prices, price_from = excluded.price_from,
                rules = excluded.rules, managed_by = excluded.managed_by
            """,
        RowKind.Group =>
            """
            INSERT INTO model_groups (name, description, multiplier_ppm, cancel_policy, spend_caps, hold_output_tokens, operations, prices,
                status, replacement, note, protocols, balance, virtual_models, rate_limits, model_rate_limits, managed_by)
            VALUES (@Name, @Description, @MultiplierPpm, @CancelPolicy, @SpendCaps, @HoldOutputTokens, @Operations, @Prices,
                @Status, @Replacement, @Note, @Protocols, @Balance, @VirtualModels, @RateLimits, @ModelRateLimits, @ManagedBy)
            ON CONFLICT (name) DO UPDATE SET description = excluded.description, multiplier_ppm = excluded.multiplier_ppm,
                cancel_policy = excluded.cancel_policy, spend_caps = excluded.spend_caps,
                hold_output_tokens = excluded.hold_output_tokens, operations = excluded.operations, prices = excluded.prices,
                status = excluded.status, replacement = excluded.replacement, note = excluded.note, protocols = excluded.protocols,
                balance = excluded.balance, virtual_models = excluded.virtual_models,
                rate_limits = excluded.rate_limits, model_rate_limits = excluded.model_rate_limits, managed_by = excluded.managed_by
            """,
        RowKind.Deployment =>
            """
            INSERT INTO deployments (group_name, model, upstream, upstream_model, priority, weight, rules, cost, speaks, managed_by)
            VALUES (@GroupName, @Model, @Upstream, @UpstreamModel, @Priority, @Weight, @Rules, @Cost, @Speaks, @ManagedBy)
            ON CONFLICT (group_name, model, upstream, upstream_model) DO UPDATE SET priority = excluded.priority,
                weight = excluded.weight, rules = excluded.rules, cost = excluded.cost, speaks = excluded.speaks, managed_by = excluded.managed_by
            """,
        RowKind.Plan =>
            """
            INSERT INTO plans (name, amount_nanos, period, overflow, managed_by) VALUES (@Name, @AmountNanos, @Period, @Overflow, @ManagedBy)
            ON CONFLICT (name) DO UPDATE SET amount_nanos = excluded.amount_nanos, period = excluded.period, overflow = excluded.overflow,
                managed_by = excluded.managed_by
            """,
        // What an account is, it stays.
        RowKind.Account or RowKind.Team =>
            """
            INSERT INTO accounts (id, kind, email, role, disabled_by, spend_caps, time_zone, plan, rate_limits, created_at, managed_by)
            VALUES (@Id, @Kind, @Email, @Role, @DisabledBy, @SpendCaps, @TimeZone, @Plan, @RateLimits, @CreatedAt, @ManagedBy)
            ON CONFLICT (id) DO UPDATE SET email = excluded.email, role = excluded.role, disabled_by = excluded.disabled_by,
                spend_caps = excluded.spend_caps, time_zone = excluded.time_zone, plan = excluded.plan,
                rate_limits = excluded.rate_limits, managed_by = excluded.managed_by
            """,
        RowKind.Member =>
            """
            INSERT INTO team_members (team_id, account_id, role, spend_caps, created_at, managed_by)
            VALUES (@TeamId, @AccountId, @Role, @SpendCaps, @CreatedAt, @ManagedBy)
            ON CONFLICT (team_id, account_id) DO UPDATE SET role = excluded.role, spend_caps = excluded.spend_caps, managed_by = excluded.managed_by
            """,
        // A grant is a fact of the past: no later text changes it.
        RowKind.Credit =>
            """
            INSERT INTO credit_grants (account_id, managed_by, amount_nanos, granted_at)
            VALUES (@AccountId, @ManagedBy, @AmountNanos, @GrantedAt)
            ON CONFLICT (account_id, managed_by) DO NOTHING
            """,
        // spend_cap_window has no default and nobody reads it any more: see migration 0015.
        RowKind.Key =>
            """
            INSERT INTO api_keys (id, account_id, member_id, name, key_hash, display, groups, models, operations, networks, expires_at,
                fallback, auto, models_map, routes, spend_cap_window, spend_caps, rate_limits, capture_days, created_at, revoked_at, revoked_by, former_hash, former_ends_at, managed_by)
            VALUES (@Id, @AccountId, @MemberId, @Name, @KeyHash, @Display, @Groups, @Models, @Operations, @Networks, @ExpiresAt,
                @Fallback, @Auto, @ModelsMap, @Routes, 'total', @SpendCaps, @RateLimits, @CaptureDays, @CreatedAt, @RevokedAt, @RevokedBy, @FormerHash, @FormerEndsAt, @ManagedBy)
            ON CONFLICT (id) DO UPDATE SET member_id = excluded.member_id, name = excluded.name, key_hash = excluded.key_hash, display = excluded.display,
                groups = excluded.groups, models = excluded.models, operations = excluded.operations, networks = excluded.networks,
                expires_at = excluded.expires_at, fallback = excluded.fallback, auto = excluded.auto, models_map = excluded.models_map,
                routes = excluded.routes, spend_caps = excluded.spend_caps, rate_limits = excluded.rate_limits,
                capture_days = excluded.capture_days,
                revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by, former_hash = excluded.former_hash,
                former_ends_at = excluded.former_ends_at, managed_by = excluded.managed_by
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such table."),
    };

    /// <summary>Deletes one row. Accounts, grants and keys stay for ever: what was charged names them.</summary>
    public static string Delete(RowKind kind) => kind switch
    {
        RowKind.Setting => "DELETE FROM settings WHERE name = @Name",
        RowKind.Secret => "DELETE FROM sealed_settings WHERE name = @Name",
        RowKind.Upstream => "DELETE FROM upstreams WHERE name = @Name",
        RowKind.Credential => "DELETE FROM upstream_credentials WHERE id = @Id",
        RowKind.Model => "DELETE FROM models WHERE id = @Id",
        RowKind.Group => "DELETE FROM model_groups WHERE name = @Name",
        RowKind.Member => "DELETE FROM team_members WHERE team_id = @TeamId AND account_id = @AccountId",
        RowKind.Plan => "DELETE FROM plans WHERE name = @Name",
        RowKind.Deployment =>
            "DELETE FROM deployments WHERE group_name = @GroupName AND model = @Model AND upstream = @Upstream AND upstream_model = @UpstreamModel",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Rows of this kind are never deleted."),
    };
}
