import { sql } from "kysely";
import type { Pool } from "../../src/pool/open-pool.ts";

/** What in the pool contradicts itself; nothing, at every moment. */
export async function contradictions({ db }: Pool): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select 'left below zero: ' || type as what from balance where used > loaded or used < 0
    union all
    select 'more used of a lot than it has: ' || id from lot where used > count or used < 0
    union all
    select 'balance is not the sum of its lots: ' || balance.type from balance
      where loaded <> (select sum(count) from lot where account_id = balance.account_id and type = balance.type)
        or used <> (select sum(used) from lot where account_id = balance.account_id and type = balance.type)
    union all
    select 'credited without a balance: ' || lot.type from lot
      where account_id is not null and not exists (
        select 1 from balance where balance.account_id = lot.account_id and balance.type = lot.type)
    union all
    select 'used of a lot is not what keys took from it: ' || id from lot
      where used <> (select coalesce(sum(lot_use.count), 0) from lot_use where lot_id = lot.id)
    union all
    select 'a key is not paid for: ' || id from license_key
      where predefined = 0 and issuer = 'own' and returned_at is null and replaced_by is null
        and count is distinct from (select sum(lot_use.count) from lot_use where license_key_id = license_key.id)
    union all
    select 'paid for, and returned or replaced: ' || id from license_key
      where (returned_at is not null or replaced_by is not null)
        and exists (select 1 from lot_use where license_key_id = license_key.id)
    union all
    select 'a claimed key was paid for: ' || id from license_key
      where predefined = 1 and exists (select 1 from lot_use where license_key_id = license_key.id)
    union all
    select 'paid with another type or account: ' || license_key.id from license_key
      join lot_use on license_key_id = license_key.id join lot on lot.id = lot_id
      where lot.type <> license_key.type or lot.account_id is distinct from license_key.account_id
    union all
    select 'two keys of one code: ' || code from license_key group by code having count(*) > 1
    union all
    select 'a request was paid twice: ' || request_id from license_key
      where predefined = 0 and issuer = 'own' and request_id is not null and not exists (
        select 1 from request where request.account_id = license_key.account_id and request.id = request_id
          and content like '%"batch"%')
      group by account_id, request_id having count(*) > 1
    union all
    select 'a key without its ledger entry: ' || id from license_key
      where not exists (
        select 1 from ledger
        where action in ('create-key', 'claim', 'replace', 'import') and detail like '%"id":"' || license_key.id || '"%')
  `.execute(db);
  return rows.map(({ what }) => what);
}
