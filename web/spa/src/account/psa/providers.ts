/** What each PSA is called, what it asks for, and where a person finds that. */
import type { Provider } from "~/api/psaConnection";

export interface CredentialField {
  name: string;
  label: string;
  hint: string;
  /** Shown while it is typed, and afterwards. */
  isPublic?: boolean;
  isOptional?: boolean;
}

export interface Region {
  label: string;
  url: string;
}

interface ProviderWords {
  name: string;
  /** Below its name, to tell it from the others. */
  about: string;
  /** Addresses to choose from; empty if every tenant has its own. */
  regions: Region[];
  ownAddress: string;
  addressHint: string;
  placeholder: string;
  fields: CredentialField[];
  /** How its webhooks are set up, step by step. */
  webhook: string[];
  /** Whether the person enters a secret there. */
  hasWebhookSecret: boolean;
}

export const PROVIDERS: Readonly<Record<Provider, ProviderWords>> = {
  connectwise: {
    name: "ConnectWise PSA",
    about: "Manage, cloud or on your own server",
    regions: [
      { label: "Cloud: North America", url: "https://api-na.myconnectwise.net" },
      { label: "Cloud: Europe", url: "https://api-eu.myconnectwise.net" },
      { label: "Cloud: Australia", url: "https://api-au.myconnectwise.net" },
      { label: "Cloud: Australia (aus)", url: "https://api-aus.myconnectwise.net" },
      { label: "Cloud: South Africa", url: "https://api-za.myconnectwise.net" },
      { label: "Cloud: staging", url: "https://api-staging.connectwisedev.com" },
    ],
    ownAddress: "Own server",
    addressHint: "Where your team opens ConnectWise, without what follows the host.",
    placeholder: "https://connectwise.example.com",
    fields: [
      {
        name: "company_id",
        label: "Company ID",
        hint: "What you enter as the company when you sign in to ConnectWise.",
        isPublic: true,
      },
      {
        name: "public_key",
        label: "Public key",
        hint: "System > Members > API Members: open or add a member, then its tab API Keys.",
      },
      {
        name: "private_key",
        label: "Private key",
        hint: "ConnectWise shows it once, when the key is saved.",
      },
      {
        name: "client_id",
        label: "Client ID (optional)",
        hint: "Only if you have registered one of your own at developer.connectwise.com.",
        isOptional: true,
      },
    ],
    webhook: [
      "Add a callback through the ConnectWise API: POST /system/callbacks with type “ticket”, level “owner”, objectId 1 and the address above.",
      "ConnectWise signs its calls by itself, so there is no secret to enter.",
    ],
    hasWebhookSecret: false,
  },
  halopsa: {
    name: "HaloPSA",
    about: "Also HaloITSM and own domains",
    regions: [],
    ownAddress: "Address",
    addressHint: "Where your team opens HaloPSA.",
    placeholder: "https://example.halopsa.com",
    fields: [
      {
        name: "client_id",
        label: "Client ID",
        hint: "Configuration > Integrations > HaloPSA API > View Applications: an application with “Client ID and Secret (Services)”.",
      },
      {
        name: "client_secret",
        label: "Client secret",
        hint: "HaloPSA shows it once, when the application is added.",
      },
      {
        name: "tenant",
        label: "Tenant (hosted by Halo only)",
        hint: "Configuration > Integrations > HaloPSA API, under API Details.",
        isPublic: true,
        isOptional: true,
      },
    ],
    webhook: [
      "Configuration > Integrations > Webhooks: add one with the address above, method POST.",
      "Authentication: Basic, user name “flowpilot”, and the secret as the password.",
      "Events: a ticket is logged, updated, closed or deleted, and an action is added.",
    ],
    hasWebhookSecret: true,
  },
  autotask: {
    name: "Autotask",
    about: "Datto Autotask PSA",
    regions: [{ label: "Find the zone by itself", url: "https://webservices.autotask.net" }],
    ownAddress: "One zone",
    addressHint: "The web services address of your zone, below autotask.net.",
    placeholder: "https://webservices5.autotask.net",
    fields: [
      {
        name: "username",
        label: "User name (key)",
        hint: "Admin > Resources (Users) > New API User: its key, with the domain.",
        isPublic: true,
      },
      {
        name: "secret",
        label: "Secret",
        hint: "Autotask shows it once, when the API user is saved.",
      },
      {
        name: "integration_code",
        label: "Tracking identifier",
        hint: "On the page of the API user: Integration Vendor “Custom”, Tracking Identifier.",
      },
    ],
    webhook: [
      "Autotask registers webhooks through its API only: POST /TicketWebhooks with the address above as webhookUrl and the secret as secretKey.",
      "Subscribe to create, update and delete events, and add at least one field with /TicketWebhooks/{id}/Fields.",
    ],
    hasWebhookSecret: true,
  },
};

export const PROVIDER_NAMES = Object.keys(PROVIDERS) as Provider[];
